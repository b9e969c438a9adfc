/** Which addresses lie outside: not on this computer, not in its network, and of no special use. */
import { networkInterfaces } from 'node:os'
import ipaddr from 'ipaddr.js'

/** An interface that comes and goes with a VPN is noticed at the next call. */
const ownAddresses = () => Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address))

/** `address`: an IPv4 or IPv6 address, without brackets. False for what is none. */
export function isPublicAddress(address: string, own: string[] = ownAddresses()): boolean {
  if (!ipaddr.isValid(address)) return false
  // An IPv4 address within an IPv6 one is what it is.
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return !own.some((one) => ipaddr.isValid(one) && ipaddr.process(one).toNormalizedString() === parsed.toNormalizedString())
}
