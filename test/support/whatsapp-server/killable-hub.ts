/** A hub in a process of its own whose WhatsApp is the fake one: something to kill at any moment. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Connection } from '../../../src-shared/contract/instances.ts'

const child = fileURLToPath(new URL('./hub-child.ts', import.meta.url))

export interface KillableHub {
  connect(): void
  /** The first connection, past or coming, of this process that satisfies the check. Rejects when the process is gone. */
  when(check: (connection: Connection) => boolean): Promise<Connection>
  /** Ends it without a word, as a power cut would. */
  kill(): Promise<void>
}

export async function startKillableHub(folder: string, whatsappUrl: string, name = 'shop'): Promise<KillableHub> {
  const env = { ...process.env, OMNI_WHATSAPP_WS_URL: whatsappUrl }
  const hub: ChildProcess = fork(child, [folder, name], {
    env,
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let said = ''
  hub.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000)
  })
  const gone = new Promise<void>((resolve) => hub.once('exit', () => resolve()))
  const seen: Connection[] = []
  const waiting = new Set<() => void>()
  const { promise: ready, resolve: isReady } = Promise.withResolvers<void>()
  hub.on('message', (message: { ready?: true; connection?: Connection; problem?: string }) => {
    if (message.ready) isReady()
    if (message.connection) seen.push(message.connection)
    if (message.problem) said += message.problem
    for (const look of [...waiting]) look()
  })
  await Promise.race([ready, gone.then(() => Promise.reject(new Error(`the hub ended: ${said}`)))])
  return {
    connect: () => hub.send({ connect: name }),
    when(check) {
      const { promise, resolve, reject } = Promise.withResolvers<Connection>()
      const look = (): void => {
        const found = seen.find(check)
        if (found === undefined) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      gone.then(() =>
        reject(new Error(`the hub ended: ${said}; it had said ${JSON.stringify(seen.map(({ state, message }) => [state, message]))}`)),
      )
      look()
      return promise
    },
    async kill() {
      hub.kill('SIGKILL')
      await gone
    },
  }
}
