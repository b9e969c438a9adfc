/** A process of the product as a user starts it: its lines, its exit, its signals. */
import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { requireNoFaults } from './no-faults.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface ProductProcess {
  /** Resolves with the first match in what it printed; rejects if it ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  output(): string
  kill(signal: NodeJS.Signals): void
  /** Nobody reads along any more, as when its terminal is closed. */
  stopListening(): void
  /** Rejects if it had reported an error that nobody caught. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Starts a TypeScript or built file of the project on the Node that runs the tests. */
export function startProduct(
  file: string,
  args: string[],
  env: Record<string, string | undefined> = {},
  cwd: string = root,
): ProductProcess {
  const merged: NodeJS.ProcessEnv = { ...process.env, ...env }
  const child: ChildProcess = spawn(process.execPath, [`${root}${file}`, ...args], { cwd, env: merged, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  let waiting: (() => void)[] = []
  const said = (chunk: Buffer): void => {
    output += chunk.toString()
    for (const look of waiting) look()
  }
  child.stdout?.on('data', said)
  child.stderr?.on('data', said)
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }))
  }).then((end) => {
    requireNoFaults(output)
    return end
  })
  return {
    exited,
    output: () => output,
    kill: (signal) => {
      child.kill(signal)
    },
    stopListening: () => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    },
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(output)
          if (match === null) return
          waiting = waiting.filter((other) => other !== look)
          resolve(match)
        }
        waiting.push(look)
        exited.then(() => reject(new Error(`It ended without printing ${pattern}:\n${output}`)), reject)
        look()
      }),
  }
}
