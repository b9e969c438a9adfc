/**
 * Which names this server answers to. A page of another site that re-binds its name to 127.0.0.1
 * sends that name as `Host`: checking it keeps such a page out.
 */
import type { IncomingMessage } from 'node:http'
import { networkInterfaces } from 'node:os'

export interface HostCheck {
  /** Is this `Host` header one of ours? */
  isOwnHost(host: string | undefined): boolean
  /** Is it the name under which platforms reach this process through a tunnel or proxy? */
  isPublicHost(host: string | undefined): boolean
  /** Is this `Origin` header a page that we served? Absent (no browser) is fine only where said. */
  isOwnOrigin(origin: string | undefined): boolean
}

/** Node keeps the first of two; what stands before us may have looked at the second. */
export function hasTwoHosts({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): boolean {
  let hosts = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1
  }
  return hosts > 1
}

/** The check whether a `Host` header names that address: some callers write its default port, or the dot that ends a full name. */
export function hostCheckOf(url: string): (host: string) => boolean {
  const { protocol, hostname, port } = new URL(url)
  const name = hostname.replace(/\.$/, '')
  const ports = port === '' ? ['', protocol === 'https:' ? ':443' : ':80'] : [`:${port}`]
  const hosts = new Set(ports.flatMap((end) => [`${name}${end}`, `${name}.${end}`]))
  return (host) => hosts.has(host.toLowerCase())
}

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

export function createHostCheck(config: { host: string; publicUrl?: string }, port: () => number): HostCheck {
  const isPublicHost = config.publicUrl === undefined ? () => false : hostCheckOf(config.publicUrl)

  function ownNames(): string[] {
    const isWildcard = config.host === '0.0.0.0' || config.host === '::'
    const addresses = isWildcard
      ? Object.values(networkInterfaces())
          .flatMap((list) => list ?? [])
          .map((address) => (address.family === 'IPv6' ? `[${address.address}]` : address.address))
      : [config.host]
    // How containers on this machine reach it (an Evolution server in Docker, for one).
    return [...LOOPBACK, ...addresses, 'host.docker.internal']
  }

  let cache: { port: number; hosts: Set<string> } | null = null
  function hosts(): Set<string> {
    if (cache?.port !== port()) {
      const all = ownNames().flatMap((name) => [`${name}:${port()}`, ...(port() === 80 ? [name] : [])])
      cache = { port: port(), hosts: new Set(all) }
    }
    return cache.hosts
  }

  return {
    isOwnHost: (host) => host !== undefined && hosts().has(host.toLowerCase()),
    isPublicHost: (host) => host !== undefined && isPublicHost(host),
    isOwnOrigin(origin) {
      if (origin === undefined || !URL.canParse(origin)) return false
      const { protocol, host } = new URL(origin)
      return (protocol === 'http:' || protocol === 'https:') && hosts().has(host.toLowerCase())
    },
  }
}
