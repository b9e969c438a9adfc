import { readFileSync } from 'node:fs'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A mutant is dead with the first test that fails: those come first that need no whole hub. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isSlow = ({ moduleId }: TestSpecification) => /support\/(composed-)?hub\.ts/.test(readFileSync(moduleId, 'utf8'))
    return [...files.filter((file) => !isSlow(file)), ...files.filter(isSlow)]
  }
}

/** What `npm run mutate` runs against each mutant: tests of what is mutated that run in its own process. */
export default defineConfig({
  test: {
    testTimeout: 10_000,
    isolate: false,
    sequence: { sequencer: QuickFirst },
    include: ['src-main/hub/{agents,guard,pipeline}/**/*.test.ts', 'test/integration/agents/{as-sent,conformance,hive}.test.ts'],
  },
})
