/**
 * Lets each thread collect its garbage when a rush is over (hub/observe/give-back.ts). Imported before anything else,
 * since threads that are started later get it from here.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
// This thread's own context was made before the flag was set.
globalThis.gc = runInNewContext('gc')
