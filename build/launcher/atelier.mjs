#!/usr/bin/env node
// Plain JavaScript that old versions of Node can run: the first thing it does is to find a Node that fits.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { bundledNode, isSupported, NEEDED_NODE } from './node-version.mjs'

const cli = fileURLToPath(new URL('../../out/main/cli.js', import.meta.url))
const fail = (sentence) => {
  process.stderr.write(`atelier: ${sentence}\n`)
  process.exit(2)
}

if (!existsSync(cli)) fail('is not built yet; run "npm run build" in its folder')
else if (isSupported(process.versions)) await import(new URL('../../out/main/cli.js', import.meta.url).href)
else {
  const node = bundledNode(createRequire(import.meta.url))
  if (node === null)
    fail(`needs Node ${NEEDED_NODE}; this is ${process.versions.node}; install one from https://nodejs.org`)
  else {
    // the child is in our process group: signals from a terminal reach it by themselves, others are passed on
    const child = spawn(node, [cli, ...process.argv.slice(2)], { stdio: 'inherit' })
    for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
    process.on('SIGINT', () => {})
    child.on('exit', (code, signal) => (signal === null ? process.exit(code ?? 1) : process.kill(process.pid, signal)))
  }
}
