/**
 * Fetches what somebody else named: the address of a file or a picture in a message, in an API call, in a redirect.
 * None of these may lead to this computer, its network or a cloud's metadata, which answer whoever asks from within.
 * The address that a name stands for is looked at when the connection is made, and that connection goes nowhere else.
 *
 * Addresses that the owner typed (an agent, an Evolution server) are called with `callHttp`, wherever they are.
 */
import { lookup as systemLookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, interceptors } from 'undici'
import { OmniError } from '../../../../src-shared/errors.ts'
import { callHttp, type HttpAnswer } from './call.ts'
import { isPublicAddress } from './public-address.ts'

const MAX_REDIRECTS = 5
const REDIRECTS = new Set([301, 302, 303, 307, 308])

export interface Outside {
  /**
   * Refuses, before anything is kept or sent, an address that `get` would refuse as well; redirects are seen only there.
   * A name that cannot be looked up now passes. Rejects with the same errors.
   */
  check(url: string): Promise<void>
  /**
   * The head of the answer, redirects followed. `trustedHosts` are gone to wherever they are, besides those that the
   * owner allows for the process. Throws OmniError('forbidden') for an address within, OmniError('bad_request') for what
   * is not a web address; rejects as `callHttp` does.
   */
  get(url: string, options: { signal: AbortSignal; headers?: Record<string, string>; trustedHosts?: string[] }): Promise<HttpAnswer>
}

type Lookup = (
  hostname: string,
  options: { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: { address: string; family: number }[]) => void,
) => void

const refusal = () =>
  new OmniError(
    'forbidden',
    'This address is on this computer or in its network, where Omni fetches nothing. Its host can be allowed in OMNI_MEDIA_HOSTS.',
  )

/** @param allowedHosts `host` or `host:port`, by the owner's own choice */
export function createOutside(allowedHosts: readonly string[], resolve: Lookup = systemLookup): Outside {
  /** One address within is enough: the next answer for that name may have it alone. */
  const lookup: LookupFunction = (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, '', 0)
      if (!addresses.every(({ address }) => isPublicAddress(address))) return callback(refusal(), '', 0)
      const [first] = addresses
      if (options.all === true) callback(null, addresses)
      else callback(null, first?.address ?? '', first?.family ?? 0)
    })
  }
  const guarded = new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    // What was looked at is what is connected to: the next file looks again.
    keepAliveTimeout: 1000,
    connect: { lookup, timeout: 10_000 },
    autoSelectFamily: true,
    allowH2: false,
  }).compose(interceptors.decompress({ skipErrorResponses: false }))

  const isAllowed = ({ host, hostname }: URL, trusted: readonly string[]) =>
    [...allowedHosts, ...trusted].some((one) => one.toLowerCase() === host || one.toLowerCase() === hostname)

  /** Whether the owner trusts its host. Throws for an address within that is given in figures: no name is looked up for one. */
  function admit(target: URL, trusted: readonly string[]): boolean {
    if (isAllowed(target, trusted)) return true
    const literal = target.hostname.replace(/^\[|\]$/g, '')
    if (ipaddr.isValid(literal) && !isPublicAddress(literal)) throw refusal()
    return false
  }

  return {
    async check(url) {
      const target = webAddress(url)
      if (admit(target, [])) return
      await new Promise<void>((done, refuse) => {
        lookup(target.hostname.replace(/^\[|\]$/g, ''), {}, (error) => (error instanceof OmniError ? refuse(error) : done()))
      })
    },
    async get(url, { signal, headers = {}, trustedHosts = [] }) {
      let target = url
      for (let hops = 0; hops <= MAX_REDIRECTS; hops += 1) {
        const parsed = webAddress(target)
        const isTrusted = admit(parsed, trustedHosts)
        const answer = await callHttp(parsed.href, { method: 'GET', headers, signal }, isTrusted ? undefined : guarded)
        const next = REDIRECTS.has(answer.status) ? answer.header('location') : null
        if (next === null) return answer
        answer.hangUp()
        if (!URL.canParse(next, parsed.href)) throw new OmniError('bad_request', 'The address leads to one that is not valid.')
        target = new URL(next, parsed.href).href
      }
      throw new OmniError('bad_request', 'The address leads on and on, and to no file.')
    },
  }
}

function webAddress(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) throw new OmniError('bad_request', 'The address of the file is not valid.')
  // Nothing of ours is sent along, and nothing that stands in an address.
  url.username = ''
  url.password = ''
  return url
}
