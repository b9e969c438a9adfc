/** The headless host and the command `omni`: for a server, a container, or a machine without a display. */
// First, as it concerns everything that is loaded after it.
import '../heap.ts'

import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { config as readDotEnv } from 'dotenv'
import open from 'open'
import { errorMessage } from '../../src-shared/errors.ts'
import { outliveClosedOutput } from '../closed-output.ts'
import { createHub } from '../hub/hub.ts'
import { askPhrase, askYes } from './ask.ts'
import { runBackup } from './backup.ts'
import { parseCommandLine } from './options.ts'
import { runRestore } from './restore.ts'
import { PHRASE_VARIABLE, runHeadless } from './run.ts'
import { runUnlock } from './unlock.ts'

const say = (words: string): boolean => process.stderr.write(words)

const asked = {
  ask: () => askPhrase(process.stdin, say),
  askYes: (question: string) => askYes(process.stdin, say, question),
  isPerson: process.stdin.isTTY === true,
}

async function openBrowser(url: string): Promise<void> {
  // Rejects where there is no browser to start; a browser that starts is none of our business.
  const browser = await open(url)
  browser.on('error', () => undefined)
  browser.unref()
}

/** Out of the environment that is handed to every program that is started. What the system shows of this process keeps it. */
function takeRecoveryPhrase(env: NodeJS.ProcessEnv): string | null {
  const phrase = env[PHRASE_VARIABLE]?.trim() ?? ''
  delete env[PHRASE_VARIABLE]
  return phrase === '' ? null : phrase
}

/** Ends the process. `entry` is the address of the file that was started: the other parts lie beside it. */
export async function main(entry: string): Promise<never> {
  /** Run from its sources (tests, development) the parts lie elsewhere than in a build. */
  const isBuilt = !entry.endsWith('.ts')
  const here = (path: string): URL => new URL(path, entry)
  const panelDirectory = fileURLToPath(here(isBuilt ? '../renderer' : '../out/renderer'))
  const { version } = JSON.parse(readFileSync(here(isBuilt ? '../../package.json' : '../package.json'), 'utf8')) as { version: string }

  outliveClosedOutput()
  readDotEnv({ quiet: true })
  const recoveryPhrase = takeRecoveryPhrase(process.env)
  try {
    const parsed = parseCommandLine(process.argv.slice(2), process.env, version)
    const locations = {
      storageWorker: here(isBuilt ? './storage-worker.js' : './hub/storage/sqlite/connection/worker.ts'),
      documentWorker: here(isBuilt ? './document-worker.js' : './hub/inbox/media-text/documents/worker.ts'),
      backupWorker: here(isBuilt ? './backup-worker.js' : './hub/maintenance/backups/worker.ts'),
      panelDirectory: existsSync(panelDirectory) ? panelDirectory : null,
    }
    const surroundings = {
      createHub,
      print: (line: string) => console.log(line),
      printError: (line: string) => console.error(line),
      recoveryPhrase,
    }
    if ('exit' in parsed) process.exitCode = parsed.exit
    else if ('backup' in parsed) process.exitCode = await runBackup(parsed.backup, locations, surroundings)
    else if ('restore' in parsed) process.exitCode = await runRestore(parsed.restore, locations, surroundings, asked)
    else if ('unlock' in parsed) process.exitCode = await runUnlock(parsed.unlock, locations, surroundings, asked)
    else process.exitCode = await runHeadless(parsed.run, locations, { ...surroundings, openBrowser })
  } catch (error) {
    console.error(`Omni could not start. ${errorMessage(error)}`)
    process.exitCode = 1
  }
  // Sockets and timers that a part may have left open must not keep a stopped process alive.
  process.exit()
}
