/** Which Node the headless host needs: what undici wants. `engines` in package.json says the same. */
export const OLDEST_NODE = '22.19.0'

/** Why this version of Node cannot run Omni, in one line; null if it can. */
export function whyTooOld(version: string): string | null {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_NODE.split('.').map(Number)
  const isEnough = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  return isEnough ? null : `Omni needs Node.js ${oldestMajor}.${oldestMinor} or newer; this is ${version}. Get it at https://nodejs.org.`
}
