import { defineConfig } from 'vitest/config'
import { rendererAlias } from './build/setup/renderer-alias.ts'

export default defineConfig({
  resolve: { alias: rendererAlias(import.meta.dirname) },
  test: {
    environment: 'node',
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
