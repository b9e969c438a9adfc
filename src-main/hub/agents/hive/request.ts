/** What goes to a Hive server: a form with files, or the JSON of the older gateway. */
import { backgroundFields } from '../background.ts'
import { encodedForm } from '../form.ts'
import { questionText } from '../history.ts'
import type { AgentMedia, AgentRequest } from '../port.ts'
import type { HiveSettings } from './settings.ts'

const hasBytes = (media: AgentMedia) => media.base64 !== null

/** An expired session is not continued: the server remembers by this id. */
export function sessionIdOf({ session, turnId }: AgentRequest): string {
  return session.id ?? (session.isNew ? `${session.name}_${turnId}` : session.name)
}

export function runPath({ target, targetId }: HiveSettings): string {
  return `/${target}s/${encodeURIComponent(targetId)}/runs`
}

export async function runForm(
  request: AgentRequest,
  settings: HiveSettings,
): Promise<{ contentType: string; body: Uint8Array<ArrayBuffer> }> {
  const form = new FormData()
  for (const [name, value] of Object.entries(runFields(request, settings))) form.set(name, value)
  for (const media of request.media.filter(hasBytes)) {
    const bytes = Buffer.from(media.base64 ?? '', 'base64')
    form.append('files', new Blob([bytes], { type: media.mimeType }), media.fileName ?? media.kind)
  }
  return encodedForm(form)
}

/** The fields without the files; for the trace these stand with their names. */
export function runFields(request: AgentRequest, { isStreaming }: HiveSettings): Record<string, string> {
  const background = backgroundFields(request)
  return {
    message: questionText(request, hasBytes),
    stream: String(isStreaming),
    session_id: sessionIdOf(request),
    user_id: request.sender.userId,
    // What AgentOS 2 hands to the agent beside the message; earlier ones ignore a field that they do not know.
    ...(Object.keys(background).length === 0 ? {} : { dependencies: JSON.stringify(background) }),
  }
}

export function gatewayBody(request: AgentRequest, { targetId }: HiveSettings) {
  const { instance, sender, chat } = request
  return {
    tenant: instance.name,
    message: questionText(request),
    context: {
      channel: instance.channel,
      chat_id: chat.externalId,
      chat_type: chat.kind,
      user: { id: sender.userId, name: sender.name, phone_number: sender.phoneNumber },
      ...backgroundFields(request),
    },
    routing_hints: { preferred_agent: targetId === '' ? null : targetId, priority: 'normal', session_id: sessionIdOf(request) },
  }
}
