/** The bodies of the two published shapes of an Automagik agent (contracts/agents.md, "automagik"). */
import { v5 as uuidV5 } from 'uuid'
import { backgroundFields } from '../background.ts'
import { questionWords, saidEarlier } from '../history.ts'
import type { AgentConfig, AgentMedia, AgentRequest } from '../port.ts'
import type { Shape } from './address.ts'
import { withoutCredentials } from './credentials.ts'

/** The name space of the deterministic user ids (RFC 9562, "OID"). */
const OID_NAMESPACE = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'

/** Origins that Automagik's own API accepts; anything else is refused there with a 422. */
const SESSION_ORIGINS = new Set(['whatsapp', 'discord', 'slack'])

/** `settings`, `timeoutMs`: of the agent. */
export function requestBody(
  shape: Shape,
  request: AgentRequest,
  { settings, timeoutMs }: Pick<AgentConfig, 'settings' | 'timeoutMs'>,
): Record<string, unknown> {
  const { sender, session, instance, chat } = request
  const phone_number = sender.phoneNumber === null ? null : `+${sender.phoneNumber.replace(/\D/g, '')}`
  const user = {
    phone_number,
    email: null,
    ...sender.asV1?.user,
    user_data: sender.asV1?.userData
      ? { name: sender.name, ...sender.asV1.userData, source: instance.channel }
      : { name: sender.name, whatsapp_id: sender.platformId, source: instance.channel },
  }
  const context = {
    instance: instance.name,
    channel: instance.channel,
    chat_id: chat.externalId,
    chat_type: chat.kind,
    ...(request.quotedText === null ? {} : { quoted_message: request.quotedText }),
    messages: saidEarlier(request).map((said, index) => ({ ...said, timestamp: request.history[index]?.at })),
    user_profile: { name: sender.name, phone_number, labels: request.facts.customer.labels ?? [] },
    // Without the address of the agent: some carry a key.
    instance_config: {
      name: instance.name,
      channel_type: instance.channel,
      agent_instance_type: 'automagik',
      agent_id: settings['agentId'],
      agent_timeout: timeoutMs / 1000,
    },
    // Not into `user_data`, which Automagik writes into its own data base.
    ...backgroundFields(request),
  }
  const session_origin = SESSION_ORIGINS.has(instance.channel) ? instance.channel : 'web'
  const common = {
    session_name: session.name,
    session_id: sessionIdOf(request),
    message_type: request.kind,
    session_origin,
    user,
    context,
  }
  // This shape has no place for files.
  if (shape === 'chat') return { ...common, user_id: sender.userId, message: questionWords(request, () => false) }
  return {
    ...common,
    // An id of our own making means nothing to the agent's data base; one that it gave us does.
    ...(isOwnUserId(request) ? {} : { user_id: sender.userId }),
    message_content: questionWords(request, isHandedOver),
    message_limit: 100,
    media_contents: request.media.map(mediaContent),
    channel_payload: withoutCredentials(request.channelPayload),
    preserve_system_prompt: false,
  }
}

/** What the agent called the session; until it has, an id that stays the same for as long as the session goes on. */
export function sessionIdOf({ session, turnId }: AgentRequest): string {
  return session.id ?? uuidV5(session.isNew ? `${session.name}_${turnId}` : session.name, OID_NAMESPACE)
}

const isHandedOver = ({ base64, url }: AgentMedia): boolean => base64 !== null || url !== null

function isOwnUserId({ sender }: AgentRequest): boolean {
  const names = [sender.phoneNumber?.replace(/\D/g, '') ?? '', sender.platformId, sender.platformId.replace(/\D/g, '')]
  return names.some((name) => name !== '' && uuidV5(name, OID_NAMESPACE) === sender.userId)
}

function mediaContent(media: AgentMedia): Record<string, unknown> {
  return {
    alt_text: media.fileName ?? media.kind,
    mime_type: media.mimeType,
    ...(media.fileName === null ? {} : { name: media.fileName }),
    ...(media.base64 === null ? {} : { data: media.base64 }),
    ...(media.url === null ? {} : { media_url: media.url }),
  }
}

/** The body as it is kept on the trace: the bytes of media in words. */
export function bodyForTrace(body: Record<string, unknown>): Record<string, unknown> {
  if (!Array.isArray(body['media_contents'])) return body
  const media_contents = body['media_contents'].map((content: Record<string, unknown>) =>
    typeof content['data'] === 'string' ? { ...content, data: `(${content['data'].length} characters of base64)` } : content,
  )
  return { ...body, media_contents }
}
