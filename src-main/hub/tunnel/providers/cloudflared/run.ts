/** The program while it runs: what it says, whether it is connected, and its end, which is also ours. */
import { spawn } from 'node:child_process'
import { sleep } from '../../../runtime/timers.ts'
import { type TunnelContext, TunnelError } from '../../port.ts'
import { createOutput, type Said } from './output.ts'

/** It ends its connections in order first. */
const GOODBYE_MS = 3000
const ASK_MS = 2000

export interface Running {
  pid: number
  said: Said
  /** Resolves once when it has ended: to why, where we did not end it. */
  ended: Promise<TunnelError | null>
  /** Does it have a connection to Cloudflare? Never rejects. */
  isConnected(): Promise<boolean>
  /** Ends it. Never rejects. */
  end(): Promise<void>
}

/** Rejects with a {@link TunnelError}. `token` goes by the environment: everybody on this computer sees arguments. */
export async function run(
  program: string,
  args: readonly string[],
  token: string | undefined,
  env: NodeJS.ProcessEnv,
  { log, timers }: Pick<TunnelContext, 'log' | 'timers'>,
): Promise<Running> {
  const child = spawn(program, args, {
    env: { ...foreign(env), ...(token === undefined ? {} : { TUNNEL_TOKEN: token }) },
    stdio: ['ignore', 'ignore', 'pipe'],
    windowsHide: true,
  })
  const output = createOutput(token === undefined ? [] : [token], (line) => log.debug({ line }, 'cloudflared'))
  const { said } = output
  let isEnding = false
  const ended = Promise.withResolvers<TunnelError | null>()
  const endWithUs = (): void => void child.kill('SIGKILL')
  process.once('exit', endWithUs)
  child.stderr.setEncoding('utf8').on('data', output.add)
  child.once('close', () => {
    process.off('exit', endWithUs)
    output.end()
    ended.resolve(isEnding ? null : (said.failure ?? whyEnded(said)))
  })
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', (cause) => {
      process.off('exit', endWithUs)
      reject(new TunnelError('program', `The program cloudflared cannot be started: ${cause.message}`, { cause }))
    })
  })
  child.on('error', (error) => log.warn({ error: error.message }, 'cloudflared'))

  return {
    pid: child.pid ?? 0,
    said,
    ended: ended.promise,
    async isConnected() {
      if (said.metrics === null) return false
      try {
        const answer = await fetch(`http://${said.metrics}/ready`, {
          headers: { connection: 'close' },
          signal: AbortSignal.timeout(ASK_MS),
        })
        await answer.body?.cancel()
        return answer.ok
      } catch {
        return false
      }
    },
    async end() {
      isEnding = true
      child.kill('SIGTERM')
      const over = new AbortController()
      void ended.promise.then(() => over.abort())
      await sleep(timers, GOODBYE_MS, over.signal)
      child.kill('SIGKILL')
      await ended.promise
    },
  }
}

const whyEnded = ({ trouble }: Said): TunnelError =>
  trouble === null
    ? new TunnelError('program', 'The program cloudflared ended.')
    : new TunnelError('program', `The program cloudflared ended: ${trouble}`)

/** Without what is for others: our own secrets, and a tunnel that somebody set up for a program of theirs. */
function foreign(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(OMNI_|TUNNEL_)/i.test(name)))
}
