/**
 * A tunnel through Cloudflare, by its program where that is installed: a quick one without an account, or one of
 * the owner's account with an address of its own.
 *
 * Known limits: a quick tunnel has another address after each start. `cloudflared` connects again without help and
 * keeps its address meanwhile, so it is given a minute before it counts as lost.
 */
import { devNull } from 'node:os'
import { sleep } from '../../runtime/timers.ts'
import { type OpenTunnel, type TunnelContext, TunnelError, type TunnelProvider } from '../port.ts'
import { findProgram } from './cloudflared/find-program.ts'
import { endLeftOver } from './cloudflared/left-over.ts'
import { type Running, run } from './cloudflared/run.ts'
import { type CloudflaredSettings, cloudflaredSettings, fields } from './cloudflared/settings.ts'

const LOOK_EVERY_MS = 250
const WATCH_EVERY_MS = 5000
const AWAY_MS = 60_000
const NOT_INSTALLED =
  'The program cloudflared is not on this computer. Install it from Cloudflare (developers.cloudflare.com, "cloudflared downloads"), then start Omni again.'

/** `env`: what the program inherits, and where it is looked for. */
export function createCloudflared(env: NodeJS.ProcessEnv): TunnelProvider {
  return {
    type: {
      id: 'cloudflared',
      name: 'Cloudflare',
      description: 'Free, also without an account; needs the program cloudflared on this computer.',
      fields,
    },
    unavailable: async () => ((await findProgram('cloudflared', env)) === null ? NOT_INSTALLED : null),
    parseSettings: cloudflaredSettings,
    listenAt(settings) {
      const { kind, port } = cloudflaredSettings(settings)
      return { host: '127.0.0.1', port: kind === 'named' ? port : 0 }
    },
    async open(context) {
      const settings = cloudflaredSettings(context.settings)
      const token = settings.kind === 'named' ? context.secrets['token'] : undefined
      const program = await findProgram('cloudflared', env)
      if (program === null) throw new TunnelError('program', NOT_INSTALLED, { isFinal: true })
      await endLeftOver(settings.started)
      const args = argsFor(settings, context.target)
      const running = await run(program, args, token, env, context)
      await context.saveSettings({ started: { pid: running.pid, command: [program, ...args].join(' ') } })
      return openOn(running, settings, context)
    },
  }
}

/** A file of the owner's for other tunnels would be read too, and forbids quick ones. */
function argsFor({ kind }: CloudflaredSettings, { host, port }: TunnelContext['target']): string[] {
  const all = ['tunnel', '--config', devNull, '--no-autoupdate', '--metrics', '127.0.0.1:0']
  return kind === 'quick' ? [...all, '--url', `http://${host}:${port}`] : [...all, 'run']
}

async function openOn(running: Running, settings: CloudflaredSettings, context: TunnelContext): Promise<OpenTunnel> {
  const { timers, signal } = context
  const over = new AbortController()
  const ended = running.ended.finally(() => over.abort())
  const until = AbortSignal.any([signal, over.signal])
  const isKnown = () => settings.kind === 'named' || running.said.quickUrl !== null
  while (!until.aborted && running.said.failure === null && !(isKnown() && (await running.isConnected())))
    await sleep(timers, LOOK_EVERY_MS, until)
  const publicUrl = settings.kind === 'named' ? settings.publicUrl : running.said.quickUrl
  if (until.aborted || running.said.failure !== null || publicUrl === null) {
    const failure = over.signal.aborted ? await running.ended : running.said.failure
    await running.end()
    throw failure ?? new TunnelError('unreachable', whyNot(running))
  }
  const closed = Promise.withResolvers<TunnelError | null>()
  void ended.then(closed.resolve)
  void watch(running, context, over.signal).then((error) => error !== null && closed.resolve(error))
  return { publicUrl, isProvenFromHere: true, closed: closed.promise, close: running.end }
}

const whyNot = ({ said: { trouble } }: Running): string =>
  trouble === null ? 'The program cloudflared does not reach Cloudflare.' : `The program cloudflared does not reach Cloudflare: ${trouble}`

/** Resolves to an error when it was without a connection for too long, and to null when it is over. */
async function watch(running: Running, { timers }: TunnelContext, over: AbortSignal): Promise<TunnelError | null> {
  let connectedMs = timers.now()
  while (!over.aborted) {
    await sleep(timers, WATCH_EVERY_MS, over)
    if (running.said.failure !== null) return running.said.failure
    if (await running.isConnected()) connectedMs = timers.now()
    else if (timers.now() - connectedMs >= AWAY_MS) return new TunnelError('lost', whyNot(running))
  }
  return null
}
