/** The bodies of the two published shapes of an Automagik agent (contracts/agents.md, "automagik"). */
import { v5 as uuidV5 } from 'uuid'
import { backgroundFields } from '../background.ts'
import type { AgentMedia, AgentRequest } from '../port.ts'
import type { Shape } from './address.ts'
import { withoutCredentials } from './credentials.ts'

/** The name space of the deterministic user ids (RFC 9562, "OID"). */
const OID_NAMESPACE = '6ba7b812-9dad-11d1-80b4-00c04fd430c8'

/** Origins that Automagik's own API accepts; anything else is refused there with a 422. */
const SESSION_ORIGINS = new Set(['whatsapp', 'discord', 'slack'])

export function requestBody(shape: Shape, request: AgentRequest): Record<string, unknown> {
  const { sender, session, instance, chat } = request
  const user = {
    phone_number: sender.phoneNumber,
    email: null,
    user_data: { name: sender.name, whatsapp_id: sender.platformId, source: instance.channel },
  }
  const context = {
    instance: instance.name,
    channel: instance.channel,
    chat_id: chat.externalId,
    chat_type: chat.kind,
    ...(request.quotedText === null ? {} : { quoted_message: request.quotedText }),
    // Not into `user_data`, which Automagik writes into its own data base.
    ...backgroundFields(request),
  }
  const session_origin = SESSION_ORIGINS.has(instance.channel) ? instance.channel : 'web'
  const common = {
    session_name: session.name,
    ...(session.id === null ? {} : { session_id: session.id }),
    message_type: request.kind,
    session_origin,
    user,
    context,
  }
  if (shape === 'chat') return { ...common, user_id: sender.userId, message: request.text }
  return {
    ...common,
    // An id of our own making means nothing to the agent's data base; one that it gave us does.
    ...(isOwnUserId(request) ? {} : { user_id: sender.userId }),
    message_content: request.text,
    message_limit: 100,
    media_contents: request.media.map(mediaContent),
    channel_payload: withoutCredentials(request.channelPayload),
    preserve_system_prompt: false,
  }
}

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
