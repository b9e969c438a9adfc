import { os } from './base.ts'

export const liveProcedures = {
  subscribe: os.live.subscribe.handler(async function* ({ context, signal }) {
    yield* context.bus.subscribe(signal ?? new AbortController().signal)
  }),
}
