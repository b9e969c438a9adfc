/** Tries that were good enough to be asked again after every change of an agent. */
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import { newId } from '../../runtime/ids.ts'
import type { Storage } from '../../storage/port.ts'

const MAX_EXAMPLES = 500

export interface ExampleService {
  list(): Promise<Example[]>
  create(input: Omit<Example, 'id' | 'createdAt' | 'updatedAt'>): Promise<Example>
  update(id: string, patch: Partial<Pick<Example, 'name' | 'turns'>>): Promise<Example>
  remove(id: string): Promise<void>
}

export function createExampleService(storage: Storage, now: () => number): ExampleService {
  const iso = () => new Date(now()).toISOString()
  return {
    list: () => storage.listExamples(),
    async create(input) {
      if ((await storage.listExamples()).length >= MAX_EXAMPLES)
        throw new OmniError('conflict', `There are ${MAX_EXAMPLES} examples already: remove some first.`)
      const example: Example = { ...input, id: newId(), createdAt: iso(), updatedAt: iso() }
      await storage.saveExample(example)
      return example
    },
    async update(id, { name, turns }) {
      const before = (await storage.listExamples()).find((example) => example.id === id)
      if (before === undefined) throw new OmniError('not_found', 'This example no longer exists.')
      const example = { ...before, name: name ?? before.name, turns: turns ?? before.turns, updatedAt: iso() }
      await storage.saveExample(example)
      return example
    },
    async remove(id) {
      if (!(await storage.removeExample(id))) throw new OmniError('not_found', 'This example no longer exists.')
    },
  }
}
