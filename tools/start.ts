/**
 * `npm start`: builds when stale and opens the desktop app; where that cannot be, says so in one
 * line and serves the same panel to a browser. With `--headless` (`npm run headless`) it always
 * does the latter. Further arguments go to the host.
 */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from './build.ts'
import { chooseHost, hasDisplay } from './choose-host.ts'
import { findElectron } from './electron-binary.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const headlessMain = new URL('../out/main/headless.js', import.meta.url)
const report = (line: string): void => console.log(line)

/** How Electron ends when it cannot even begin: a library or its sandbox is missing on this system. */
const CANNOT_BEGIN = new Set<number | NodeJS.Signals>([127, 'SIGTRAP', 'SIGABRT', 'SIGILL'])
const BEGINS_WITHIN_MS = 5000

async function start(args: string[]): Promise<void> {
  const wantsHeadless = args.includes('--headless')
  const hostArgs = args.filter((arg) => arg !== '--headless')
  ensureBuilt(report)
  if (wantsHeadless) return serve(hostArgs)

  const chosen = chooseHost({
    platform: process.platform,
    env: process.env,
    userId: process.getuid?.() ?? null,
    findElectron: () => findElectron(report),
  })
  if (chosen.host === 'headless') {
    report(`${chosen.because}: serving the panel to a browser instead.`)
    return serve(hostArgs)
  }
  const startedAt = Date.now()
  const ended = await runElectron(chosen.electron, hostArgs)
  if (CANNOT_BEGIN.has(ended) && Date.now() - startedAt < BEGINS_WITHIN_MS) {
    report(`Electron cannot run on this system (${ended}): serving the panel to a browser instead.`)
    return serve(hostArgs)
  }
  if (typeof ended === 'number') process.exitCode = ended
  else process.kill(process.pid, ended)
}

/** In this very process, so that signals and the exit code need no forwarding. */
async function serve(args: string[]): Promise<void> {
  const mayOpen = hasDisplay(process.platform, process.env) && process.env['CI'] === undefined && !args.includes('--open')
  process.argv = [process.argv[0] ?? '', fileURLToPath(headlessMain), ...(mayOpen ? ['--open'] : []), ...args]
  await import(headlessMain.href)
}

/** Resolves to the exit code, or the signal that ended it. */
function runElectron(electron: string, args: string[]): Promise<number | NodeJS.Signals> {
  const child = spawn(electron, [root, ...args], { stdio: 'inherit' })
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, forward)
      resolve(code ?? signal ?? 1)
    })
  })
}

try {
  await start(process.argv.slice(2))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
