/** A request and a configuration as the pipeline builds them, to be varied by tests. */
import type { AgentConfig, AgentRequest } from '../../src-main/hub/agents/port.ts'
import { houseTextsSchema } from '../../src-shared/contract/instances.ts'

export function agentRequest(changes: Partial<AgentRequest> = {}): AgentRequest {
  return {
    turnId: 'turn-1',
    text: 'When are you open?',
    kind: 'text',
    media: [],
    quotedText: null,
    sender: {
      userId: '5d2a7ab6-6f0a-5c5f-9a5e-0d6f6a5f7c11',
      name: 'Maria',
      phoneNumber: '5511900000001',
      platformId: '5511900000001@s.whatsapp.net',
    },
    session: { name: 'shop_5511900000001', id: null, isNew: false },
    history: [],
    summary: null,
    facts: { customer: {}, shop: {} },
    instance: { id: 7, name: 'shop', channel: 'whatsapp' },
    chat: { externalId: '5511900000001@s.whatsapp.net', kind: 'direct', name: null },
    channelPayload: { event: 'messages.upsert', apikey: 'evolution-secret', data: { key: { id: 'ABC' } } },
    ...changes,
  }
}

type Changes = Partial<AgentConfig> & { apiKey?: string }

/** `settings`: the back end's own fields, and `kind` and `timeoutMs` of the profile. */
export function agentConfig(settings: Record<string, unknown> = {}, { apiKey, ...changes }: Changes = {}): AgentConfig {
  const { kind = 'house', timeoutMs = 60_000, ...fields } = settings as { kind?: string; timeoutMs?: number }
  return {
    kind,
    name: 'Agent',
    settings: fields,
    secrets: apiKey === undefined ? {} : { apiKey },
    timeoutMs,
    takesImages: false,
    replies: null,
    house: houseTextsSchema.parse({ openingHours: 'Monday to Friday, 8 to 18 h.' }),
    ...changes,
  }
}
