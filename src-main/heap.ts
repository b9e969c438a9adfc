/**
 * Asks V8 for a small young generation in the worker threads, which start after this is imported: their
 * objects die at once or live for the length of a batch. The main thread's heap is made by then, and
 * keeps V8's own size. What gathers in a rush is given back when it is over (hub/observe/give-back.ts),
 * but for compiled code, which all threads keep.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--max-semi-space-size=2')
// The collection after a rush would throw away what was compiled in it, and the next one would begin as slowly
// as after a start: 40 % more processor time for each webhook, for its first seconds.
setFlagsFromString('--no-flush-bytecode')
// Eight seconds after a rush V8 would do the same on its own; that is not a rest yet (`hub/observe/give-back.ts`).
setFlagsFromString('--memory-reducer-gc-count=0')
// Threads started from here on get `gc` automatically; this context was made before.
setFlagsFromString('--expose-gc')
globalThis.gc = runInNewContext('gc')
