/** What an agent remembers of a conversation: the newest messages word by word, and a summary of what was before them. */
import type { Behaviour } from '../../../../src-shared/contract/instances.ts'
import type { AgentSummary } from '../../agents/port.ts'
import { saidBefore } from '../../answering/message-words.ts'
import { withinLimits } from '../../answering/summaries/context.ts'
import { STILL_TOLD, tellsHistory, toldBeside } from '../../answering/summaries/window.ts'
import type { Storage } from '../../storage/port.ts'
import type { ConversationRecord, MessageRecord } from '../../storage/records.ts'

interface Question {
  beforeSeq: number
  behaviour: Pick<Behaviour, 'context' | 'mediaText'>
  isNew: boolean
  nowMs: number
  summarizes: boolean
}

interface Recall {
  /** What was looked at, oldest first. */
  earlier: MessageRecord[]
  /** What of it is told. */
  history: MessageRecord[]
  summary: AgentSummary | null
}

export async function recall(
  storage: Pick<Storage, 'history' | 'mediaTextOf' | 'getSummary'>,
  { id, contextFrom }: ConversationRecord,
  { beforeSeq, behaviour, isNew, nowMs, summarizes }: Question,
): Promise<Recall> {
  const limits = behaviour.context
  const before = (limit: number) => saidBefore(storage, id, beforeSeq, limit, behaviour)
  if (!summarizes || isNew || !tellsHistory(limits)) {
    // One at least, to know whether there was any.
    const earlier = await before(Math.max(1, limits.messages))
    return { earlier, history: withinLimits(earlier, limits, contextFrom, nowMs), summary: null }
  }
  const [earlier, kept] = await Promise.all([before(limits.messages + STILL_TOLD.messages), storage.getSummary(id)])
  const history = toldBeside(earlier, { limits, from: contextFrom, nowMs, uptoSeq: kept?.uptoSeq ?? null })
  return {
    earlier,
    history,
    summary: kept === null || kept.text === '' ? null : { text: kept.text, messageCount: kept.messageCount },
  }
}
