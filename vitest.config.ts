import { defineConfig } from 'vitest/config'
import { rendererAlias } from './build/setup/renderer-alias.ts'

export default defineConfig({
  resolve: { alias: rendererAlias(import.meta.dirname) },
  test: {
    environment: 'node',
    include: ['src-*/**/*.test.ts', 'test/integration/**/*.test.ts'],
    exclude: ['**/*.heavy.test.ts', 'node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
