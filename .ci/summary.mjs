// Adds up the results of several test runs: `N passed, N failed`.
import { readFileSync } from 'node:fs'

let passed = 0
let failed = 0
for (const file of process.argv.slice(2)) {
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(file, 'utf8'))
  passed += numPassedTests
  // a file that does not even load fails without a test
  failed += numFailedTests || (numFailedTestSuites > 0 ? 1 : 0)
}
console.log(`${passed} passed, ${failed} failed`)
