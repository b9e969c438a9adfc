/**
 * The hub of the WhatsApp bench, in a process of its own so that its memory can be measured: real but
 * for an agent that notes when it is asked and says nothing. Told over IPC `{ link: name }`: creates and
 * connects an instance, and reports its code and its connection with the milliseconds since it was told.
 */
import '../../src-main/heap.ts'

import { behaviourSchema } from '../../src-shared/contract/instances.ts'
import { playedAgent } from '../support/played-agent.ts'
import { startBenchHub } from './bench-hub.ts'

/** Message texts are the moment at which they were written, in milliseconds since 1970. */
const agent = playedAgent('Silent', async function* (request) {
  process.send?.({ askedMs: performance.timeOrigin + performance.now() - Number(request.text) })
  yield { type: 'started' }
  yield { type: 'completed', text: null, usage: null, toolCalls: [], userId: null, sessionId: null, wantsHandover: false, raw: null }
})

const { panel } = await startBenchHub({ agent })
const fallback = { timeout: '', unreachable: '', error: '', empty: '' }
const behaviour = behaviourSchema.parse({ gatherWindowMs: 0, fallback })

async function link(name: string): Promise<void> {
  await panel.instances.create({
    isAnswering: true,
    house: { simpleGreeting: true },
    name,
    channel: 'whatsapp',
    provider: 'web',
    settings: { isAcknowledged: true },
    behaviour,
  })
  const startedAt = performance.now()
  const connecting = panel.instances.connect({ name })
  let isCodeSeen = false
  for await (const connection of await panel.instances.watchConnection({ name })) {
    if (connection.qr !== null && !isCodeSeen) {
      isCodeSeen = true
      process.send?.({ name, qr: connection.qr.image, codeMs: performance.now() - startedAt })
    }
    if (connection.state === 'connected') break
  }
  await connecting
  process.send?.({ name, isConnected: true })
}

process.on('message', (message: { link: string }) => void link(message.link))
process.send?.({ isUp: true })
