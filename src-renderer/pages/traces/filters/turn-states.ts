import type { TurnState } from '../../../../src-shared/contract/traces.ts'

/** In the order in which one looks for them. */
export const turnStates: TurnState[] = ['completed', 'failed', 'stopped', 'merged', 'received', 'thinking', 'delivering']
