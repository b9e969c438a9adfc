/** The headless hub as a process of its own, as built: something to kill. */
import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { TEST_KEY } from './hub.ts'
import { requireNoFaults } from './no-faults.ts'

const built = fileURLToPath(new URL('../../out/main/headless.js', import.meta.url))

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}

export interface HubProcess {
  url: string
  /** The one-time link to its panel. */
  link: string
  process: ChildProcess
  /** What it wrote to standard error so far. */
  complaints(): string
  /** Resolves to its exit code, null after a signal. Rejects if it had reported an error that nobody caught. */
  exited: Promise<number | null>
  rest(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  /** Ends it without a word, as a power cut would, and waits until it is gone. */
  kill(): Promise<void>
}

/** Resolves once it serves, at any free port if told 0. `headless` is the file to start. Rejects with what it printed if it ends before. */
export async function startHubProcess(
  folder: string,
  port: number,
  env: NodeJS.ProcessEnv = {},
  { expectsFaults = false, headless = built }: { expectsFaults?: boolean; headless?: string } = {},
): Promise<HubProcess> {
  const child = spawn(process.execPath, [headless], {
    env: { ...process.env, OMNI_DATA_DIR: folder, OMNI_PORT: String(port), OMNI_API_KEY: TEST_KEY, OMNI_LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let complaints = ''
  const exited = new Promise<number | null>((resolve) => child.once('close', resolve)).then((code) => {
    if (!expectsFaults) requireNoFaults(complaints)
    return code
  })
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString()
  })
  const link = await new Promise<string>((resolve, reject) => {
    const onData = (chunk: Buffer) => {
      output += chunk.toString()
      const [, printed] = /Open the panel once with this link.*: (\S+)\n/.exec(output) ?? []
      if (printed !== undefined) resolve(printed)
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    exited.then(() => reject(new Error(`the hub ended: ${output}`)), reject)
  })
  const url = new URL(link).origin
  return {
    url,
    link,
    process: child,
    complaints: () => complaints,
    exited,
    async rest(method, path, body) {
      const response = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: { 'x-api-key': TEST_KEY, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        body: body === undefined ? undefined : JSON.stringify(body),
      })
      return { status: response.status, body: await response.json() }
    },
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}
