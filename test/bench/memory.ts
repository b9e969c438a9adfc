/**
 * Resident memory of the built headless hub, all threads included: at rest, and how much more it
 * holds after many whole turns (house agent, simulator channel, written to by REST).
 */
import type { Bench } from './bench.ts'
import { type HubProcess, residentMb, startHubProcess } from './processes.ts'
import { withFolder } from './with-folder.ts'

/**
 * Time for start-up garbage to go (after half a minute of rest, `give-back.ts`), for idle threads to end (30 s after
 * the work that waits for quiet, `storage.ts`), and for what they held to be given back (every 10 s).
 */
const SETTLE_MS = 55_000
const IN_FLIGHT = 32
const CUSTOMERS = 200

const settle = () => new Promise((resolve) => setTimeout(resolve, SETTLE_MS))

async function talk(hub: HubProcess, turns: number): Promise<void> {
  let n = 0
  const write = async () => {
    while (n < turns) {
      n += 1
      const metadata = { direction: 'inbound', from: `c${n % CUSTOMERS}` }
      await hub.rest('POST', '/messages/unified', {
        id: String(n),
        source: 'whatsapp',
        tenant: 'sim',
        content: { text: `hello ${n}`, metadata },
      })
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, write))
  await hub.whenIdle()
}

export const memory: Bench = {
  name: 'memory',
  run: ({ isQuick }) =>
    withFolder(async (folder) => {
      const turns = isQuick ? 10_000 : 50_000
      const hub = await startHubProcess(folder)
      await settle()
      const atRest = residentMb(hub.pid)
      await hub.rest('POST', '/instances', {
        name: 'sim',
        channel_type: 'simulator',
        message_debounce_ms: 0,
        house_texts: { greeting: 'Hi', handover: 'Hi' },
      })
      await talk(hub, turns)
      await settle()
      const after = residentMb(hub.pid)
      await hub.stop()
      return [
        { bench: 'memory', figure: 'headless at rest', value: atRest, unit: 'MB', bound: { atMost: 150 } },
        { bench: 'memory', figure: `growth from rest over ${turns} turns`, value: after - atRest, unit: 'MB', bound: { atMost: 50 } },
      ]
    }),
}
