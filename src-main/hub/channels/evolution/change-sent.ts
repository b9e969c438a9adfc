/** Messages that were sent, changed later. Both calls do the same however often they are made. */

import type { JsonObject } from '../../runtime/json.ts'
import type { SentRef } from '../port.ts'
import type { EvolutionApi } from './api.ts'
import { numberFor } from './number.ts'
import { sendError } from './send.ts'

async function orSendError(request: JsonObject, call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    throw sendError(error, request)
  }
}

export function editSent(api: EvolutionApi, { chatExternalId, externalId }: SentRef, text: string, signal: AbortSignal): Promise<void> {
  const body = { number: numberFor(chatExternalId), key: { id: externalId, remoteJid: chatExternalId, fromMe: true }, text }
  return orSendError(body, () => api.updateMessage(body, signal))
}

export function revokeSent(api: EvolutionApi, { chatExternalId, externalId }: SentRef, signal: AbortSignal): Promise<void> {
  const body = { id: externalId, remoteJid: chatExternalId, fromMe: true }
  return orSendError(body, () => api.deleteMessageForEveryone(body, signal))
}
