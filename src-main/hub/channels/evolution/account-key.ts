/** Which account on which server: one key for every way to write it, so that no two instances are given the same one. */
import type { EvolutionSettings } from './settings.ts'

/** `localhost` and what else means this machine; IPv4 in any form is already written out by `URL`. */
function isThisMachine(host: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])\.?$/.test(host)
}

function serverKey(address: string): string {
  // Lower case, without a default port.
  const { protocol, hostname, port, pathname } = new URL(address)
  const host = isThisMachine(hostname) ? 'localhost' : hostname.replace(/\.$/, '')
  const path = pathname.replace(/\/{2,}/g, '/').replace(/\/(manager\/?)?$/, '')
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}${path}`
}

/** The instance's name on its server. */
export const remoteNameOf = ({ remoteName }: Pick<EvolutionSettings, 'remoteName'>, instanceName: string): string =>
  remoteName === '' ? instanceName : remoteName

export function accountKey(settings: Pick<EvolutionSettings, 'url' | 'remoteName'>, instanceName: string): string {
  return `${serverKey(settings.url)} ${remoteNameOf(settings, instanceName)}`
}
