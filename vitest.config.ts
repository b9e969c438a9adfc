import { defineConfig } from 'vitest/config'
import { LongFirst } from './test/support/long-first.ts'

/** Tests of what a process loads: nothing else may have been there before. */
const ALONE = 'test/integration/**/*.alone.test.ts'

/** Unit tests stand beside their source; `test/` holds what crosses parts, by how much it needs to run. */
export default defineConfig({
  test: {
    // For two cores: with two, a sixth of them had nothing to do while a page or a process was waited for.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What files of one project import is loaded once, not for each of them (a hub takes 3 s): none may leave
    // anything behind that another could see.
    isolate: false,
    // How long a thing may take is for the bench; a busy machine is no failure.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src-*/**/*.test.{ts,tsx}', 'tools/**/*.test.ts', 'test/support/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          exclude: [ALONE],
          globalSetup: ['test/support/build-once.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: [ALONE], isolate: true },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/build-once.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts'],
          globalSetup: ['test/support/build-once.ts'],
          testTimeout: 1_800_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
