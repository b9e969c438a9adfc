import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * Vitest begins with the largest files. The loops that kill a hub twenty times are short to read and long to
 * run: begun last, they keep one of two cores while the other has nothing left to do.
 */
export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification) => moduleId.endsWith('kill.test.ts')
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}
