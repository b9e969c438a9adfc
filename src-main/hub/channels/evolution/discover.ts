/** The instances that an Evolution server has, for offering to take them over. */

import { isObject } from '../../runtime/json.ts'
import { realTimers } from '../../runtime/timers.ts'
import { parseJid } from '../whatsapp/jid.ts'
import { field, stringAt } from '../whatsapp/normalize/json.ts'
import { cleanName } from '../whatsapp/normalize/text.ts'
import { callEvolution } from './http.ts'
import { settingsSchema } from './settings.ts'

export interface RemoteInstance {
  name: string
  isConnected: boolean
  /** Digits; null while nobody is linked. */
  phone: string | null
  profileName: string | null
}

/**
 * Lists what `apiKey` may see: everything for the server's key, one instance for its own token.
 * Throws an EvolutionError in plain words, or a ZodError for an address that is none.
 */
export async function discoverInstances(server: { url: string; apiKey: string }): Promise<RemoteInstance[]> {
  const { url: baseUrl } = settingsSchema.pick({ url: true }).parse({ url: server.url })
  const target = { baseUrl, apiKey: server.apiKey, instance: '', timers: realTimers, maxAnswerBytes: 16 * 1024 * 1024 }
  const rows = await callEvolution(target, { method: 'GET', path: '/instance/fetchInstances', timeoutMs: 15_000 })
  return (Array.isArray(rows) ? rows : []).filter(isObject).flatMap((row) => {
    const name = stringAt(row, 'name')
    const jid = parseJid(field(row, 'ownerJid'))
    if (!name) return []
    const isConnected = field(row, 'connectionStatus') === 'open'
    return [{ name, isConnected, phone: jid?.kind === 'phone' ? jid.user : null, profileName: cleanName(field(row, 'profileName')) }]
  })
}
