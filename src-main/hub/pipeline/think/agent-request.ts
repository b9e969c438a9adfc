/** What an agent is asked: a turn's messages and files, who wrote them, and what was said before. */
import type { AgentFlags } from '../../../../src-shared/contract/agents.ts'
import type { AgentMedia, AgentRequest } from '../../agents/port.ts'
import { allWordsOf, documentCharactersOf, markedWordsOf } from '../../answering/message-words.ts'
import type { SenderForAgents } from '../../channels/port.ts'
import type { Storage } from '../../storage/port.ts'
import type { ContactRecord, ConversationRecord, InstanceRecord, MessageRecord } from '../../storage/records.ts'
import { customerFacts, shopFacts } from './facts.ts'
import { earlierPictures, filesForAgent } from './files-for-agent.ts'
import { recall } from './recall.ts'
import { agentUserId, isNewSession, platformId, sessionName } from './session.ts'

interface Turn {
  turnId: string
  conversation: ConversationRecord
  contact: ContactRecord | null
  /** The burst, oldest first; at least one. */
  messages: [MessageRecord, ...MessageRecord[]]
}

type Reads = Pick<Storage, 'history' | 'readMedia' | 'mediaTextOf' | 'findMessage' | 'getSummary' | 'listLabels' | 'listNotes'>

/** What is quoted, also where it is a recording or another file. */
async function quotedWords(storage: Reads, record: InstanceRecord, quote: NonNullable<MessageRecord['quote']>): Promise<string> {
  if (quote.text !== '') return quote.text
  const quoted = await storage.findMessage(record.name, quote.externalId)
  return quoted === null ? '' : allWordsOf(storage, quoted, documentCharactersOf(record.behaviour))
}

/** Who is not to be told by name is not told by user name, either. */
function withoutName({ user, userData }: SenderForAgents, isNameTold: boolean): Pick<SenderForAgents, 'user' | 'userData'> {
  if (isNameTold) return { user, userData }
  const { username: _, ...others } = user
  const { name: __, ...data } = userData
  return { user: others, userData: data }
}

export async function buildAgentRequest(
  storage: Reads,
  record: InstanceRecord,
  { turnId, conversation, contact, messages }: Turn,
  nowMs: number,
  flags: Pick<AgentFlags, 'summarizes' | 'usesPersonalData' | 'takesImages'>,
  /** Of the back end: it is shown again the pictures that came right before. */
  remembersNothing = false,
): Promise<AgentRequest> {
  const [first] = messages
  // In a group a burst may be of several people: the session is that of whoever is answered.
  const { origin } = messages.find(({ contactId }) => contactId === contact?.id) ?? first
  const quote = messages.find((message) => message.quote !== null)?.quote ?? null
  const isNew = isNewSession(record, conversation, nowMs)
  const { tells } = record.behaviour.context
  // What an agent is not told, its answers cannot depend on.
  const told = flags.usesPersonalData ? tells : { ...tells, name: false, visits: false, labels: false, notes: false }
  const documentCharacters = documentCharactersOf(record.behaviour)
  const [{ earlier, history, summary }, words, media] = await Promise.all([
    recall(storage, conversation, { beforeSeq: first.seq, behaviour: record.behaviour, isNew, nowMs, summarizes: flags.summarizes }),
    Promise.all(messages.map((message) => markedWordsOf(storage, message, documentCharacters))),
    filesForAgent(storage, messages, { takesImages: flags.takesImages, documentCharacters }),
  ])
  const pictures =
    remembersNothing && flags.takesImages && !isNew ? await earlierPictures(storage, history) : new Map<string, AgentMedia[]>()
  return {
    turnId,
    text: words.filter((text) => text !== '').join('\n'),
    kind: messages.find((message) => message.kind !== 'text')?.kind ?? 'text',
    media,
    quotedText: quote === null ? null : (await quotedWords(storage, record, quote)) || null,
    sender: {
      userId: agentUserId(conversation, contact),
      name: told.name ? (first.authorName ?? contact?.name ?? null) : null,
      phoneNumber: contact?.identities.find((identity) => identity.kind === 'phone')?.value ?? null,
      platformId: platformId(conversation, contact),
      ...(origin?.forAgents === undefined ? {} : { asV1: withoutName(origin.forAgents, told.name) }),
    },
    session: { name: sessionName(record, conversation, contact, origin), id: isNew ? null : conversation.agentSessionId, isNew },
    history: history.map((message) => ({
      author: message.author === 'customer' ? 'customer' : message.author === 'agent' ? 'agent' : 'person',
      text: message.text,
      at: message.sentAt,
      ...(pictures.has(message.id) ? { pictures: pictures.get(message.id) } : {}),
    })),
    summary,
    facts: {
      customer: await customerFacts(storage, told, { conversation, contact, earlier }),
      shop: shopFacts(record, nowMs),
    },
    instance: { id: record.id, name: record.name, channel: record.channel },
    chat: { externalId: conversation.externalId, kind: conversation.kind, name: conversation.name },
    channelPayload: {
      instance: record.name,
      channel: record.channel,
      message_id: first.externalId,
      chat_id: conversation.externalId,
      sent_at: first.sentAt,
    },
  }
}
