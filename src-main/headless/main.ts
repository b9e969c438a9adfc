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
import { parseCommandLine } from './options.ts'
import { runHeadless } from './run.ts'

/** Ends the process. `entry` is the address of the file that was started: the other parts lie beside it. */
export async function main(entry: string): Promise<never> {
  /** Run from its sources (tests, development) the parts lie elsewhere than in a build. */
  const isBuilt = !entry.endsWith('.ts')
  const here = (path: string): URL => new URL(path, entry)
  const panelDirectory = fileURLToPath(here(isBuilt ? '../renderer' : '../out/renderer'))
  const { version } = JSON.parse(readFileSync(here(isBuilt ? '../../package.json' : '../package.json'), 'utf8')) as { version: string }

  outliveClosedOutput()
  readDotEnv({ quiet: true })
  try {
    const parsed = parseCommandLine(process.argv.slice(2), process.env, version)
    process.exitCode =
      'exit' in parsed
        ? parsed.exit
        : await runHeadless(
            parsed.run,
            {
              storageWorker: here(isBuilt ? './storage-worker.js' : './hub/storage/sqlite/connection/worker.ts'),
              documentWorker: here(isBuilt ? './document-worker.js' : './hub/inbox/media-text/documents/worker.ts'),
              panelDirectory: existsSync(panelDirectory) ? panelDirectory : null,
            },
            {
              createHub,
              print: (line) => console.log(line),
              printError: (line) => console.error(line),
              openBrowser: async (url) => {
                // Rejects where there is no browser to start; a browser that starts is none of our business.
                const browser = await open(url)
                browser.on('error', () => undefined)
                browser.unref()
              },
            },
          )
  } catch (error) {
    console.error(`Omni could not start. ${errorMessage(error)}`)
    process.exitCode = 1
  }
  // Sockets and timers that a part may have left open must not keep a stopped process alive.
  process.exit()
}
