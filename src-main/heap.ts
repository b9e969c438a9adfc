/**
 * Asks V8 for a small young generation: a gateway's objects die at once or live for the length of a
 * turn. What the old generation gathers in a rush is given back when it is over
 * (hub/observe/give-back.ts). Imported first, so that the worker threads start with it too.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--max-semi-space-size=2')
// Threads started from here on have `gc` by themselves; this context was made before.
setFlagsFromString('--expose-gc')
globalThis.gc = runInNewContext('gc')
