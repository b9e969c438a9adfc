/** The built hub in a process of its own whose WhatsApp is the fake one: something to kill at any moment. */
import type { Connection } from '../../../src-shared/contract/instances.ts'
import { startHubProcess } from '../hub-process.ts'
import { signIn } from '../sign-in.ts'
import { UNHURRIED } from './unhurried.ts'

export interface KillableHub {
  connect(): Promise<unknown>
  /** The first connection, past or coming, of this process that satisfies the check. Rejects when the process is gone. */
  when(check: (connection: Connection) => boolean): Promise<Connection>
  /** Ends it without a word, as a power cut would. */
  kill(): Promise<void>
}

export async function startKillableHub(folder: string, whatsappUrl: string, name = 'shop'): Promise<KillableHub> {
  const hub = await startHubProcess(folder, 0, { OMNI_WHATSAPP_WS_URL: whatsappUrl, OMNI_LOG_LEVEL: 'silent' })
  const { panel } = await signIn(hub.link)
  const isThere = (await panel.instances.list()).some((instance) => instance.name === name)
  // One message an answer, as fast as it goes: what is counted is answers.
  const behaviour = { gatherWindowMs: 0, splitting: 'never' as const, health: UNHURRIED }
  const settings = { isAcknowledged: true }
  const house = { simpleGreeting: true }
  if (!isThere) await panel.instances.create({ isAnswering: true, name, channel: 'whatsapp', provider: 'web', settings, behaviour, house })

  const seen: Connection[] = []
  const waiting = new Set<{ look(): void; giveUp(): void }>()
  let isGone = false
  const watch = async () => {
    for await (const connection of await panel.instances.watchConnection({ name })) {
      seen.push(connection)
      for (const { look } of [...waiting]) look()
    }
  }
  // Its end is that of the process.
  const watched = watch()
    .catch(() => undefined)
    .then(() => {
      isGone = true
      for (const { giveUp } of [...waiting]) giveUp()
    })

  return {
    connect: () => panel.instances.connect({ name }),
    when: (check) =>
      new Promise((resolve, reject) => {
        const one = {
          look() {
            const found = seen.find(check)
            if (found === undefined) return
            waiting.delete(one)
            resolve(found)
          },
          giveUp: () =>
            reject(new Error(`the hub is gone; it had said ${JSON.stringify(seen.map(({ state, message }) => [state, message]))}`)),
        }
        waiting.add(one)
        one.look()
        if (isGone) one.giveUp()
      }),
    async kill() {
      await hub.kill()
      await watched
    },
  }
}
