/** What a model is asked: instructions, what was said before, the question with its pictures. */
import type * as z from 'zod'
import { backgroundText } from '../background.ts'
import { questionText, type Said, saidEarlier } from '../history.ts'
import type { AgentMedia, AgentRequest } from '../port.ts'
import type { settingsSchema } from './settings.ts'

type Settings = z.infer<typeof settingsSchema>
type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } }

export function requestBody(request: AgentRequest, settings: Settings, takesImages: boolean) {
  const images = takesImages ? request.media.filter(isPicture) : []
  const text = questionText(request, (media) => images.includes(media))
  const content: string | Part[] =
    images.length === 0
      ? text
      : [
          ...(text === '' ? [] : [{ type: 'text' as const, text }]),
          ...images.map((media) => ({ type: 'image_url' as const, image_url: { url: addressOf(media) } })),
        ]
  // In one message: templates of smaller models know just one, at the beginning.
  const instructions = [settings.systemPrompt, backgroundText(request)].filter((part) => part.trim() !== '').join('\n\n')
  const messages: (Said | { role: 'system'; content: string } | { role: 'user'; content: string | Part[] })[] = [
    ...(instructions === '' ? [] : [{ role: 'system' as const, content: instructions }]),
    ...saidEarlier(request),
    { role: 'user', content },
  ]
  return {
    model: settings.model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
  }
}

/** As it is kept on the trace: the bytes of pictures in words. */
export function bodyForTrace(body: ReturnType<typeof requestBody>): unknown {
  const short = (url: string) => (url.startsWith('data:') ? `(${url.length} characters of base64)` : url)
  const messages = body.messages.map((message) =>
    typeof message.content === 'string'
      ? message
      : {
          ...message,
          content: message.content.map((part) =>
            part.type === 'text' ? part : { ...part, image_url: { url: short(part.image_url.url) } },
          ),
        },
  )
  return { ...body, messages }
}

function isPicture(media: AgentMedia): boolean {
  return media.mimeType.startsWith('image/') && (media.base64 !== null || media.url !== null)
}

function addressOf(media: AgentMedia): string {
  return media.base64 === null ? (media.url ?? '') : `data:${media.mimeType};base64,${media.base64}`
}
