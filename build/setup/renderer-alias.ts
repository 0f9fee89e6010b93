import { resolve } from 'node:path'

/** The renderer's own folder, and the contract. The bundler and the tests ask here; tsconfig.*.json say the same. */
export const rendererAlias = (root: string): Record<string, string> => ({
  '@contract': resolve(root, 'src-preload/contract'),
  '@': resolve(root, 'src-renderer'),
})
