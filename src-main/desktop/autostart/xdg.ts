/** Starting with the computer on Linux, where Electron has no way: an entry among those of the desktop's session. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'
import { t } from '../words.ts'
import type { Autostart } from './autostart.ts'
import { autostartEntry, isSwitchedOn } from './desktop-entry.ts'

/** Where the session looks. A path that is not absolute counts for nothing, by the specification. */
export function autostartFile(env: NodeJS.ProcessEnv): string {
  const config = env['XDG_CONFIG_HOME']
  return join(config?.startsWith('/') === true ? config : join(homedir(), '.config'), 'autostart', 'omni-desktop.desktop')
}

/** @param command what is to be run, its program first */
export function xdgAutostart(file: string, command: readonly string[]): Autostart {
  const wanted = autostartEntry(command)

  function read(): string | null {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      return null
    }
  }

  function write(): void {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(`${file}.new`, wanted)
    renameSync(`${file}.new`, file)
  }

  const isOn = (): boolean => {
    const entry = read()
    return entry !== null && isSwitchedOn(entry)
  }

  return {
    isOn,
    set(wantsOn) {
      try {
        if (wantsOn) write()
        else rmSync(file, { force: true })
      } catch (cause) {
        throw new OmniError('forbidden', t('desktop:autostart.refused', { reason: errorMessage(cause) }), { cause })
      }
    },
    refresh() {
      if (isOn() && read() !== wanted) write()
    },
  }
}
