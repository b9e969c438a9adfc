/** The last look before something is said. */
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { Cause } from './answers.ts'
import type { TurnItem } from './lane-item.ts'

/** Why nothing may be said now, as account, rules and conversation are at this moment and not as they were at receipt; null: it may. */
export type PausedNow = (instance: RunningInstance, item: TurnItem) => Promise<Cause | null>
