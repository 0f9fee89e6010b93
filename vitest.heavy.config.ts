import { defineConfig } from 'vitest/config'

// real weights and large files: SMOLLM2_GGUF=… npm run test:heavy
export default defineConfig({
  test: {
    environment: 'node',
    include: ['**/*.heavy.test.ts'],
    exclude: ['node_modules/**'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 3_600_000,
    hookTimeout: 600_000,
  },
})
