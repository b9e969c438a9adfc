/** What the panel can ask of this computer, answered by the desktop host. */

import type { MissingKeyStore } from '../../src-shared/contract/desktop.ts'
import type { DesktopPowers } from '../hub/runtime/desktop-powers.ts'
import type { Autostart } from './autostart/autostart.ts'
import { crashReports } from './crash-reports.ts'
import type { HostSettingsFile } from './host-settings.ts'

interface Means {
  settings: HostSettingsFile
  autostart: Autostart
  crashFolder: string
  missingKeyStore: MissingKeyStore | null
  hasTray(): Promise<boolean>
  /** A setting has changed that the host acts on. */
  onChanged(): void
}

export function desktopPowers({ settings, autostart, crashFolder, missingKeyStore, hasTray, onChanged }: Means): DesktopPowers {
  const state = async () => ({
    startsWithComputer: autostart.isOn(),
    keepsAwake: settings.now.keepsAwake,
    hasTray: await hasTray(),
    missingKeyStore,
    crashes: crashReports(crashFolder),
    crashFolder,
  })
  return {
    state,
    async change({ startsWithComputer, keepsAwake }) {
      if (startsWithComputer !== undefined) autostart.set(startsWithComputer)
      if (keepsAwake !== undefined) settings.change({ keepsAwake })
      onChanged()
      return state()
    },
    missingKeyStore: () => (settings.now.isToldOfKeyStore ? null : missingKeyStore),
    dismissKeyStore: () => settings.change({ isToldOfKeyStore: true }),
    remember(window) {
      if (JSON.stringify(window) === JSON.stringify(settings.now.window)) return
      settings.change({ window })
      onChanged()
    },
  }
}
