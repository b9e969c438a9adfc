import type { Instance } from '../../../../src-shared/contract/instances.ts'
import type { ChecklistItem, SetupDraft } from '../../../../src-shared/contract/setup.ts'

type Known = Pick<Instance, 'name' | 'channel'> & { connection: Pick<Instance['connection'], 'state'> }

/** Where an item of the checklist is done: with what is there already, else in the wizard. */
export function checklistHref(key: ChecklistItem['key'], instances: Known[], draft: SetupDraft | null): string {
  if (key === 'phrase') return '/settings/security'
  const real = instances.filter((instance) => instance.channel !== 'simulator')
  const [first] = real.length > 0 ? real : instances
  // An unfinished setup is continued.
  if (first === undefined || (draft !== null && key !== 'customer')) return '/instances/new'
  switch (key) {
    case 'account':
      return real[0] === undefined ? '/instances/new' : `/instances/${real[0].name}/connection`
    case 'agent':
      return `/instances/${first.name}/agent`
    case 'answer':
      return `/instances/${first.name}/connection`
    case 'customer':
      return real.some(({ connection }) => connection.state === 'connected')
        ? '/conversations'
        : real[0] === undefined
          ? '/instances/new'
          : `/instances/${real[0].name}/connection`
  }
}
