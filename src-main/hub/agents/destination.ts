/** Where an agent's server is and with which key it is called, as the settings say; or why that cannot work. */
import { webAddress } from './address.ts'
import { type FailedEvent, failed, keyHeaders } from './http.ts'
import type { AgentConfig } from './port.ts'

export type Destination = { base: URL; keys: Record<string, string>; problem: null } | { problem: FailedEvent }

export function destinationOf(address: string, secrets: AgentConfig['secrets']): Destination {
  const base = webAddress(address)
  if (base === null) return { problem: failed('invalid_response', 'The address of the agent is not a valid web address.') }
  const keys = keyHeaders(secrets['apiKey'])
  if (keys === null) return { problem: failed('unauthorized', 'The key of the agent has characters that no key can have.') }
  return { base, keys, problem: null }
}
