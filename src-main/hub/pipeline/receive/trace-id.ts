/** The trace of a message, known before the message is stored, and the same however often it comes. */
import { idOf } from '../../runtime/ids.ts'

export const messageTraceId = (instanceId: number, message: { externalId: string; sentAtMs: number }): string =>
  idOf(`${instanceId}\n${message.externalId}`, message.sentAtMs)
