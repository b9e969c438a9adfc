/**
 * Recordings put into words: `POST {base}/audio/transcriptions` (contracts/agents.md, "openai"), as
 * OpenAI, Groq, LocalAI, Speaches and whisper.cpp have it.
 */

import { isObject } from '../../runtime/json.ts'
import { below } from '../address.ts'
import { ask } from '../ask.ts'
import { destinationOf } from '../destination.ts'
import { encodedForm } from '../form.ts'
import { failed } from '../http.ts'
import { readObject, usageOf } from '../json.ts'
import type { AgentAudio, AgentConfig, Transcription } from '../port.ts'
import { apartFromReasoning } from '../reasoning.ts'
import { settingsSchema } from './settings.ts'

/** Servers tell the format by the name alone. */
const EXTENSIONS: Record<string, string> = {
  'audio/ogg': 'ogg',
  'audio/opus': 'ogg',
  'application/ogg': 'ogg',
  'audio/mp4': 'm4a',
  'video/mp4': 'mp4',
  'audio/m4a': 'm4a',
  'audio/x-m4a': 'm4a',
  'audio/aac': 'm4a',
  'audio/mpeg': 'mp3',
  'audio/mp3': 'mp3',
  'audio/wav': 'wav',
  'audio/x-wav': 'wav',
  'audio/wave': 'wav',
  'audio/vnd.wave': 'wav',
  'audio/webm': 'webm',
  'video/webm': 'webm',
  'audio/flac': 'flac',
  'audio/x-flac': 'flac',
  'audio/amr': 'amr',
}

export async function transcribe(audio: AgentAudio, config: AgentConfig, signal: AbortSignal): Promise<Transcription> {
  const to = destinationOf(settingsSchema.parse(config.settings).baseUrl, config.secrets)
  if (to.problem !== null) return to.problem
  const { contentType, body } = await encodedForm(formOf(audio))
  const headers = { accept: 'application/json', 'content-type': contentType, ...to.keys }
  const reply = await ask(below(to.base, '/audio/transcriptions'), { headers, body }, signal)
  if (reply.kind === 'failed') return reply.event
  if (reply.kind === 'events') {
    await reply.events.return()
    return failed('invalid_response', 'The agent sent something that cannot be understood.', { statusCode: reply.statusCode })
  }
  return readTranscript(reply.body, reply.statusCode)
}

function formOf({ bytes, mimeType, fileName, model, language }: AgentAudio): FormData {
  const type = mimeType.split(';')[0]?.trim().toLowerCase() ?? ''
  const extension = EXTENSIONS[type] ?? /\.([a-z0-9]{1,5})$/i.exec(fileName ?? '')?.[1] ?? 'ogg'
  const form = new FormData()
  // The sender's own name for it is nobody's concern.
  form.set('file', new Blob([bytes], { type }), `voice.${extension}`)
  form.set('model', model)
  // Only the Whisper family knows the form that tells the language and the length.
  form.set('response_format', /whisper/i.test(model) ? 'verbose_json' : 'json')
  if (language !== '') form.set('language', language)
  return form
}

function readTranscript(body: string, statusCode: number): Transcription {
  const read = readObject(body, statusCode)
  if (!read.ok) return read.event
  const { text, language, duration, usage } = read.answer
  if (typeof text !== 'string') return failed('invalid_response', 'The answer of the agent has no text.', { statusCode, raw: read.answer })
  const measured = isObject(usage) && usage['type'] === 'duration' ? usage['seconds'] : duration
  return {
    type: 'transcribed',
    text: apartFromReasoning(text).text.trim(),
    language: typeof language === 'string' && language !== '' ? language.slice(0, 40) : null,
    seconds: typeof measured === 'number' && Number.isFinite(measured) && measured >= 0 ? Math.min(measured, MAX_SECONDS) : null,
    usage: usageOf(usage),
  }
}

/** Nothing that fits into one call is longer than a day. */
const MAX_SECONDS = 86_400
