/** Can the desktop app be opened here, or is the panel served to a browser? */

export interface Surroundings {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** Null where the system does not have one. */
  userId: number | null
  /** The path of Electron's binary; may fetch it. Asked last, as it may take its time. */
  findElectron(): string | null
}

export type ChosenHost = { host: 'desktop'; electron: string } | { host: 'headless'; because: string }

export function chooseHost({ platform, env, userId, findElectron }: Surroundings): ChosenHost {
  if (!hasDisplay(platform, env)) return { host: 'headless', because: 'There is no display here' }
  // Chromium refuses to run its sandbox as root, and without the sandbox the app is not opened.
  if (platform === 'linux' && userId === 0) return { host: 'headless', because: 'The desktop app does not run as root' }
  const electron = findElectron()
  return electron === null ? { host: 'headless', because: "Electron's binary could not be had" } : { host: 'desktop', electron }
}

export function hasDisplay(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): boolean {
  if (platform !== 'linux') return true
  return (env['DISPLAY'] ?? '') !== '' || (env['WAYLAND_DISPLAY'] ?? '') !== ''
}
