/** The first run and the wizard: how far it came, and what is left to do. */
import * as z from 'zod'
import { type ChecklistItem, checklistItemSchema, type SetupDraft, setupDraftSchema } from '../../../../src-shared/contract/setup.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { ChannelDriver } from '../../channels/port.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { RecoveryPhrase } from '../../secrets/recovery-phrase.ts'
import type { Storage } from '../../storage/port.ts'

const SETTING = 'setup'

const itemKeySchema = checklistItemSchema.shape.key
type ItemKey = z.infer<typeof itemKeySchema>

/** Fields of another version that do not fit are forgotten, one by one. */
const stateSchema = z.object({
  draft: setupDraftSchema.nullable().catch(null),
  /** `running` from the first thing entered until it is finished or skipped, whatever was created meanwhile. */
  firstRun: z.enum(['not_begun', 'running', 'over']).catch('not_begun'),
  isChecklistHidden: z.boolean().catch(false),
  done: z.array(itemKeySchema).catch([]),
})
type State = z.infer<typeof stateSchema>

export interface SetupService {
  load(): Promise<void>
  draft(): SetupDraft | null
  save(draft: SetupDraft, windowId: string): Promise<void>
  forget(windowId: string): Promise<void>
  endFirstRun(): Promise<void>
  hideChecklist(): Promise<void>
  isFirstRun(): boolean
  /** Null when there is nothing left to do, or nobody wants to see it. */
  checklist(): Promise<ChecklistItem[] | null>
}

interface Options {
  storage: Storage
  instances: InstanceService
  agentProfiles: Pick<AgentProfiles, 'isSetUp'>
  recoveryPhrase: Pick<RecoveryPhrase, 'state'>
  bus: LiveBus
}

export function createSetupService({ storage, instances, agentProfiles, recoveryPhrase, bus }: Options): SetupService {
  let state: State = stateSchema.parse({})

  async function change(part: Partial<State>, windowId: string | null): Promise<void> {
    state = { ...state, ...part }
    await storage.setSetting(SETTING, state)
    bus.publish({ type: 'setup.changed', windowId })
  }

  /** The facts behind each item, asked only while it is not done. */
  const facts: Record<ItemKey, () => boolean | Promise<boolean>> = {
    account: () =>
      instances.list().some(({ record, driver }) => driver.type.isForTrying !== true && record.connection.state === 'connected'),
    // Accounts for trying greet from the start, whatever anybody set up.
    agent: () =>
      instances.list().some(({ record: { agentProfileId, house }, driver: { type } }) => {
        const chosen = type.isForTrying === true ? { ...house, simpleGreeting: false } : house
        return agentProfiles.isSetUp(agentProfileId, chosen)
      }),
    answer: () => wasAnswered(() => true),
    customer: () => wasAnswered(({ type }) => type.isForTrying !== true),
    phrase: () => recoveryPhrase.state().confirmedAt !== null,
  }

  async function wasAnswered(counts: (driver: ChannelDriver) => boolean): Promise<boolean> {
    const instanceNames = instances.list().flatMap(({ record, driver }) => (counts(driver) ? record.name : []))
    if (instanceNames.length === 0) return false
    const page = await storage.listTraces({ instanceNames, states: ['completed'] }, { limit: 1, isBounded: true })
    return page.items.length > 0
  }

  return {
    async load() {
      state = stateSchema.parse((await storage.getSetting(SETTING)) ?? {})
    },
    draft: () => state.draft,
    save(draft, windowId) {
      const isBeginning = state.firstRun === 'not_begun' && instances.list().length === 0
      return change({ draft, ...(isBeginning ? { firstRun: 'running' } : {}) }, windowId)
    },
    forget: (windowId) => change({ draft: null }, windowId),
    endFirstRun: () => change({ firstRun: 'over' }, null),
    hideChecklist: () => change({ isChecklistHidden: true }, null),
    isFirstRun: () => state.firstRun === 'running' || (state.firstRun === 'not_begun' && instances.list().length === 0),
    async checklist() {
      const keys = itemKeySchema.options
      if (state.isChecklistHidden || state.done.length === keys.length) return null
      const items = await Promise.all(keys.map(async (key) => ({ key, isDone: state.done.includes(key) || (await facts[key]()) })))
      const done = items.flatMap(({ key, isDone }) => (isDone ? key : []))
      if (done.length > state.done.length) {
        state = { ...state, done }
        await storage.setSetting(SETTING, state)
      }
      return done.length === keys.length ? null : items
    },
  }
}
