import { defineConfig } from 'vitest/config'

/** Unit tests stand beside their source; `test/` holds what crosses parts, by how much it needs to run. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['src-*/**/*.test.ts', 'tools/**/*.test.ts'] } },
      { test: { name: 'integration', include: ['test/integration/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 30_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/build-once.ts'],
          // Each file starts a product and a browser; two cores are not enough for several at once.
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'long', include: ['test/long/**/*.test.ts'], fileParallelism: false, testTimeout: 900_000, hookTimeout: 120_000 } },
    ],
  },
})
