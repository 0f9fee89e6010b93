import { defineConfig } from 'vitest/config'
import { rendererAlias } from './build/setup/renderer-alias.ts'

// real weights and large files: SMOLLM2_GGUF=… npm run test:heavy
export default defineConfig({
  resolve: { alias: rendererAlias(import.meta.dirname) },
  test: {
    environment: 'node',
    include: ['**/*.heavy.test.ts'],
    exclude: ['node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
})
