/** The processes that a bench measures: the built headless hub, and helpers beside it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const builtHub = fileURLToPath(new URL('../../out/main/headless.js', import.meta.url))

export const BENCH_KEY = 'sk-omni-bench-key'

export interface Spawned {
  process: ChildProcess
  /** The first line that matches, as its groups. */
  line(pattern: RegExp): Promise<RegExpMatchArray>
  stop(signal?: NodeJS.Signals): Promise<void>
}

export function run(args: string[], env: NodeJS.ProcessEnv = {}): Spawned {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  let onOutput = () => {}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
    onOutput()
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    process: child,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(output)
          if (match !== null) resolve(match)
        }
        onOutput = look
        child.once('exit', (code) => reject(new Error(`ended with ${code} before "${pattern.source}": ${output}`)))
        look()
      }),
    async stop(signal = 'SIGTERM') {
      child.kill(signal)
      await exited
    },
  }
}

export interface HubProcess extends Spawned {
  port: number
  pid: number
  rest(method: string, path: string, body?: unknown): Promise<unknown>
  /** Resolves when no message waits for anything any more. */
  whenIdle(): Promise<void>
}

/** Starts the built headless hub and waits until it serves. */
export async function startHubProcess(folder: string, env: NodeJS.ProcessEnv = {}): Promise<HubProcess> {
  if (!existsSync(builtHub)) throw new Error('Build first: npm run build')
  const spawned = run([...(process.env['BENCH_NODE_ARGS'] ?? '').split(' ').filter((arg) => arg !== ''), builtHub], {
    OMNI_DATA_DIR: folder,
    OMNI_PORT: '0',
    OMNI_API_KEY: BENCH_KEY,
    OMNI_LOG_LEVEL: 'error',
    ...env,
  })
  const [, port = ''] = await spawned.line(/running at http:\/\/127\.0\.0\.1:(\d+)/)
  return {
    ...spawned,
    port: Number(port),
    pid: spawned.process.pid ?? 0,
    async rest(method, path, body) {
      const response = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
        method,
        headers: { 'x-api-key': BENCH_KEY, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
    async whenIdle() {
      while (true) {
        const response = await fetch(`http://127.0.0.1:${port}/health`)
        const health = (await response.json()) as { checks: { queue: { depth: number } } }
        if (health.checks.queue.depth === 0) return
        await setTimeout(100)
      }
    },
  }
}

/** Resident memory of a process in MB, threads included. */
export function residentMb(pid: number): number {
  const [, kb = '0'] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kb) / 1024
}

/** Of its processor time a process that only waits uses less than this share. */
const QUIET_SHARE = 0.04
const QUIET_LOOK_MS = 500
const QUIET_LOOKS = 120

/** Resolves when the process does nothing any more; throws when that takes longer than a minute. */
export async function quiet(pid: number): Promise<void> {
  const total = () => [...processorTimeUs(pid).values()].reduce((sum, us) => sum + us, 0)
  for (let look = 0; look < QUIET_LOOKS; look += 1) {
    const before = total()
    await setTimeout(QUIET_LOOK_MS)
    if (total() - before < QUIET_LOOK_MS * 1000 * QUIET_SHARE) return
  }
  throw new Error('the hub found no rest')
}

/**
 * Processor time of a process so far, in microseconds, by what its threads are called; the main thread is `main`.
 * Says more than a rate where something else shares the machine. Empty where there is no `/proc`.
 */
export function processorTimeUs(pid: number): Map<string, number> {
  const times = new Map<string, number>()
  const folder = `/proc/${pid}/task`
  if (!existsSync(folder)) return times
  for (const thread of readdirSync(folder)) {
    try {
      const name = Number(thread) === pid ? 'main' : readFileSync(`${folder}/${thread}/comm`, 'utf8').trim()
      const [ns = '0'] = readFileSync(`${folder}/${thread}/schedstat`, 'utf8').split(' ')
      times.set(name, (times.get(name) ?? 0) + Number(ns) / 1000)
    } catch {
      // The thread has ended meanwhile.
    }
  }
  return times
}
