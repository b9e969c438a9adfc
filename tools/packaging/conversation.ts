/** Starts the hub of a packed app under Node, as a process of its own, and has it answer a customer in the simulator. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { startHubProcess } from '../../test/support/hub-process.ts'
import { signIn } from '../../test/support/sign-in.ts'

const LOOKS = 300
const BETWEEN_LOOKS_MS = 100

/** `folder` holds the extracted archive. Throws if no answer comes. @returns what was answered */
export async function answerFromPacked(folder: string): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'omni-packed-'))
  const hub = await startHubProcess(data, 0, {}, { headless: join(folder, 'out', 'main', 'headless.js') })
  try {
    const page = await fetch(`${hub.url}/`)
    if (!page.headers.get('content-type')?.includes('text/html')) throw new Error(`The packed panel is not served: ${page.status}`)
    const { panel, close } = await signIn(hub.link)
    try {
      await panel.instances.create({ name: 'packed', channel: 'simulator', behaviour: { gatherWindowMs: 0 } })
      const { id } = await panel.simulator.open({ instanceName: 'packed' })
      await panel.simulator.say({ conversationId: id, text: 'Hello?', clientId: 'packed-1' })
      for (let look = 0; look < LOOKS; look++) {
        const { items } = await panel.conversations.messages({ conversationId: id })
        const answer = items.find(({ author, delivery }) => author === 'agent' && delivery?.state === 'sent')
        if (answer !== undefined) return answer.text
        await wait(BETWEEN_LOOKS_MS)
      }
      throw new Error(`The packed hub gave no answer.\n${hub.complaints()}`)
    } finally {
      close()
    }
  } finally {
    await hub.kill()
    rmSync(data, { recursive: true, force: true })
  }
}
