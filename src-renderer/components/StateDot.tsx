import type { ConnectionState } from '../../src-shared/contract/instances.ts'
import classes from './state-dot.module.css'

/** Decoration beside the state in words. */
export function StateDot({ state }: { state: ConnectionState }) {
  return <span className={classes.dot} data-state={state} aria-hidden />
}
