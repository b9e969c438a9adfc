/** Starts the hub of the bench with its accounts, and signs in to it. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { PanelClient } from '../../support/hub.ts'
import { signIn } from '../../support/sign-in.ts'
import { residentMb } from '../processes.ts'
import type { Fleet } from './fleet.ts'
import { type Said, until } from './protocol.ts'

const CONNECTED_WITHIN_MS = 60_000

/** At once, and where the agent says nothing, nobody else does. */
export const AT_ONCE = {
  gatherWindowMs: 0,
  splitPauseMinMs: 0,
  splitPauseMaxMs: 0,
  fallback: { timeout: '', unreachable: '', error: '', empty: '' },
}

export interface BenchHub {
  panel: PanelClient
  /** Where webhooks go. */
  url: string
  residentMb(): number
  /** Live objects of the hub's main thread. */
  heapMb(): Promise<number>
  /** Hears of every message that has reached the agent. */
  onAsked: (asked: NonNullable<Said['asked']>) => void
  /** Creates and connects these accounts of a fleet. Throws when one does not connect. */
  connect(fleet: Fleet, names?: readonly string[]): Promise<void>
  areConnected(fleet: Fleet): Promise<boolean>
  /** Answers of which the hub says that it cannot know whether they arrived: a person decides about them. */
  unknownSends(fleet: Fleet): Promise<string[]>
  stop(): Promise<void>
}

export async function startBenchHubProcess(folder: string, fleets: readonly Fleet[]): Promise<BenchHub> {
  const env = { ...process.env, OMNI_DATA_DIR: folder, OMNI_PORT: '0', OMNI_LOG_LEVEL: process.env['BENCH_LOG_LEVEL'] ?? 'error' }
  for (const fleet of fleets) Object.assign(env, fleet.env)
  const child = fork(fileURLToPath(new URL('./host.ts', import.meta.url)), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const waiting = new Set<(said: Said) => void>()
  child.on('message', (said: Said) => {
    if (said.asked !== undefined) api.onAsked(said.asked)
    for (const look of [...waiting]) look(said)
  })
  const told = <Key extends 'link' | 'heapBytes'>(key: Key): Promise<NonNullable<Said[Key]>> =>
    new Promise((resolve, reject) => {
      const look = ({ [key]: value }: Said): void => {
        if (value == null) return
        waiting.delete(look)
        resolve(value)
      }
      waiting.add(look)
      child.once('exit', (code) => reject(new Error(`the hub ended with ${code}`)))
    })
  const link = await told('link')
  const { panel, close } = await signIn(link)

  const isConnected = async (name: string) => (await panel.instances.get({ name })).connection.state === 'connected'
  const api: BenchHub = {
    panel,
    url: new URL(link).origin,
    residentMb: () => residentMb(child.pid ?? 0),
    async heapMb() {
      const heap = told('heapBytes')
      child.send({})
      return (await heap) / 2 ** 20
    },
    onAsked: () => {},
    async connect(fleet, names = fleet.names) {
      for (const name of names) {
        const { behaviour, ...input } = fleet.account(name)
        await panel.instances.create({
          isAnswering: true,
          ...input,
          behaviour: { ...AT_ONCE, ...behaviour },
        })
        await panel.instances.connect({ name })
      }
      for (const name of names)
        if ((await until(() => isConnected(name), CONNECTED_WITHIN_MS)) === null) throw new Error(`${name} did not connect`)
    },
    async areConnected({ names }) {
      for (const name of names) if (!(await isConnected(name))) return false
      return true
    },
    async unknownSends({ names }) {
      const texts: string[] = []
      for (const instanceName of names) {
        const { items } = await panel.conversations.list({ instanceName, failed: true, limit: 100 })
        for (const { id: conversationId } of items) {
          const messages = (await panel.conversations.messages({ conversationId })).items
          for (const { text, delivery } of messages) if (delivery?.state === 'unknown') texts.push(text ?? '')
        }
      }
      return texts
    },
    async stop() {
      close()
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
  return api
}
