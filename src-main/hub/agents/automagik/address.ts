/** Where an Automagik agent is asked: two published paths over one saved address. */

import { webAddress } from '../address.ts'

export type Shape = 'run' | 'chat'

export interface Addresses {
  /** In the order in which they are tried; the second only after a 404 of the first. */
  candidates: { shape: Shape; url: string }[]
}

/**
 * The addresses for a saved URL. A URL that already ends in one of the paths is taken at its word;
 * else the setting decides which comes first. Null if it is not an HTTP address, or carries a
 * password (`fetch` refuses those).
 */
export function agentAddresses(savedUrl: string, agentId: string, setting: 'auto' | Shape): Addresses | null {
  const url = webAddress(savedUrl)
  if (url === null) return null
  const path = url.pathname.replace(/\/+$/, '')
  const at = (pathname: string): string => {
    const result = new URL(url)
    result.pathname = pathname
    return result.href
  }
  if (/\/agent\/[^/]+\/run$/.test(path)) return { candidates: [{ shape: 'run', url: at(path) }] }
  if (path.endsWith('/agent/chat')) return { candidates: [{ shape: 'chat', url: at(path) }] }

  const base = path.replace(/\/api(\/v1)?$/, '')
  const run = { shape: 'run' as const, url: at(`${base}/api/v1/agent/${encodeURIComponent(agentId === '' ? 'default' : agentId)}/run`) }
  const chat = { shape: 'chat' as const, url: at(`${base}/api/agent/chat`) }
  return { candidates: setting === 'chat' ? [chat, run] : [run, chat] }
}
