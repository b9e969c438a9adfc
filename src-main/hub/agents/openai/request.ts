/** What a model is asked: instructions, what was said before, the question with its pictures. */
import type * as z from 'zod'
import { backgroundText } from '../background.ts'
import { questionText, type Said, saidEarlier } from '../history.ts'
import type { AgentMedia, AgentRequest } from '../port.ts'
import { pictureUrl } from './pictures.ts'
import type { settingsSchema } from './settings.ts'

type Settings = z.infer<typeof settingsSchema>
type Part = { type: 'text'; text: string } | { type: 'image_url'; image_url: { url: string } }

export function requestBody(request: AgentRequest, settings: Settings, takesImages: boolean) {
  const addresses = new Map(
    request.media.flatMap((media) => {
      const url = takesImages ? pictureUrl(media) : null
      return url === null ? [] : [[media, url] as const]
    }),
  )
  const content = withPictures(
    questionText(request, (media) => addresses.has(media)),
    [...addresses.values()],
  )
  // In one message: templates of smaller models know just one, at the beginning.
  const instructions = [settings.systemPrompt, backgroundText(request)].filter((part) => part.trim() !== '').join('\n\n')
  const messages: (Said | { role: 'system'; content: string } | { role: Said['role']; content: string | Part[] })[] = [
    ...(instructions === '' ? [] : [{ role: 'system' as const, content: instructions }]),
    // It remembers nothing: a picture is asked about in the message after it.
    ...saidEarlier(request).map(({ role, content: said }, index) => ({
      role,
      content: takesImages ? withPictures(said, picturesOf(request.history[index]?.pictures)) : said,
    })),
    { role: 'user', content },
  ]
  return {
    model: settings.model,
    messages,
    stream: settings.isStreaming,
    ...(settings.isStreaming ? { stream_options: { include_usage: true } } : {}),
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
  }
}

const picturesOf = (media: AgentMedia[] = []): string[] => media.map(pictureUrl).filter((url) => url !== null)

function withPictures(text: string, urls: string[]): string | Part[] {
  if (urls.length === 0) return text
  const pictures = urls.map((url): Part => ({ type: 'image_url', image_url: { url } }))
  return text === '' ? pictures : [{ type: 'text', text }, ...pictures]
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
