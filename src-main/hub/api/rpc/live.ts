import { os } from './base.ts'

export const liveProcedures = {
  subscribe: os.live.subscribe.handler(async function* ({ context, signal }) {
    for await (const frame of context.bus.subscribe(signal ?? new AbortController().signal)) {
      // Read when the frame leaves: what the events of the same frame say again, the positions sort out.
      const running = frame.isReset ? context.streams.all().map((stream) => ({ type: 'stream.started' as const, stream })) : []
      yield running.length === 0 ? frame : { ...frame, events: [...running, ...frame.events] }
    }
  }),
  leadership: os.live.leadership.handler(async function* ({ input, context, signal }) {
    const { windowId, ...presence } = input
    for await (const isLeader of context.notificationLeader.watch(windowId, presence, signal ?? new AbortController().signal))
      yield { isLeader }
  }),
  present: os.live.present.handler(({ input, context }) => {
    const { windowId, ...presence } = input
    context.notificationLeader.present(windowId, presence)
    return { noted: true as const }
  }),
}
