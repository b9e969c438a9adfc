import type { Conversation, Message } from '../../../src-shared/contract/conversations.ts'
import type { Instance } from '../../../src-shared/contract/instances.ts'
import type { LiveEvent } from '../../../src-shared/contract/live.ts'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { phoneDigits } from '../../../src-shared/phone-number.ts'
import { type Paged, placeMessage, placeNewestFirst, removeItem, replaceItem } from './pages.ts'

/** The part of a read's input that decides whether an event belongs to it. */
interface QueryInput {
  id?: string
  name?: string
  conversationId?: string
  instanceName?: string
  query?: string
  states?: string[]
  from?: string
  to?: string
  minDurationMs?: number
  stopCodes?: string[]
  messageKind?: string
  hasMedia?: boolean
  hasError?: boolean
  sessionName?: string
  agentSessionId?: string
  phone?: string
  channel?: string
  unread?: boolean
  waiting?: boolean
  failed?: boolean
  paused?: boolean
  group?: boolean
  labelId?: string
}

/** Does a conversation belong to a filtered list? As the hub's filters say. */
function fits(input: QueryInput, conversation: Conversation): boolean {
  const { unreadCount, owner, draftId, attention, lastAnswerFailed, kind, channel, labels } = conversation
  if (input.unread && unreadCount === 0) return false
  if (input.waiting && owner.kind !== 'waiting' && draftId === null) return false
  if (input.failed && attention === 'none' && !lastAnswerFailed) return false
  if (input.paused && owner.kind !== 'person') return false
  if (input.channel !== undefined && input.channel !== channel) return false
  if (input.labelId !== undefined && !labels.includes(input.labelId)) return false
  return !input.group || kind === 'group'
}

/** As the hub sorts: WhatsApp knows seconds only, and of those who wrote in the same one the one known for longer is below. */
const newest = ({ lastMessageAt, createdAt, id }: Conversation): string => `${lastMessageAt ?? createdAt} ${id}`

function patchConversations(data: Paged<Conversation>, input: QueryInput, conversation: Conversation): Paged<Conversation> {
  if (input.instanceName !== undefined && input.instanceName !== conversation.instanceName) return data
  if (!fits(input, conversation)) return removeItem(data, conversation.id)
  // Only the hub knows what matches a search: results are refreshed in place, none is added.
  if (input.query) return replaceItem(data, conversation)
  return placeNewestFirst(data, conversation, newest)
}

/** Does a trace belong to a filtered list? As the hub's filters say, but for those that only the hub can answer. */
function traceFits(input: QueryInput, trace: Trace): boolean {
  if (input.states && !input.states.includes(trace.state)) return false
  if (input.stopCodes && (trace.stopCode === null || !input.stopCodes.includes(trace.stopCode))) return false
  if (input.from !== undefined && trace.receivedAt < input.from) return false
  if (input.to !== undefined && trace.receivedAt > input.to) return false
  if (input.minDurationMs !== undefined && (trace.totalDurationMs ?? 0) < input.minDurationMs) return false
  if (input.messageKind !== undefined && input.messageKind !== trace.messageKind) return false
  if (input.hasMedia !== undefined && input.hasMedia !== trace.hasMedia) return false
  if (input.hasError !== undefined && input.hasError !== (trace.state === 'failed')) return false
  if (input.sessionName !== undefined && input.sessionName !== trace.sessionName) return false
  if (input.agentSessionId !== undefined && input.agentSessionId !== trace.agentSessionId) return false
  return input.phone === undefined || (phoneDigits(input.phone) ?? input.phone) === trace.contactPhone
}

/** A page of a thread; `nextAfter` is set while newer messages than its last were not read. */
type MessagePage = { items: Message[]; nextBefore: string | null; nextAfter?: string | null }

/** Where a thread is read somewhere in its past, what is new now would stand behind a gap. */
function patchMessages(data: Paged<Message, MessagePage>, message: Message): Paged<Message, MessagePage> {
  const isAtEnd = (data.pages[0]?.nextAfter ?? null) === null
  return isAtEnd ? placeMessage(data, message) : replaceItem(data, message)
}

function patchTraces(data: Paged<Trace>, input: QueryInput, trace: Trace): Paged<Trace> {
  if (input.instanceName !== undefined && input.instanceName !== trace.instanceName) return data
  if (input.conversationId !== undefined && input.conversationId !== trace.conversationId) return data
  if (!traceFits(input, trace)) return removeItem(data, trace.id)
  if (input.query || input.channel !== undefined) return replaceItem(data, trace)
  return placeNewestFirst(data, trace, (item) => item.receivedAt)
}

function patchInstances(list: Instance[], event: Extract<LiveEvent, { type: 'instance.changed' | 'instance.removed' }>): Instance[] {
  if (!list.some((instance) => instance.name === event.instanceName)) return list
  if (event.type === 'instance.removed') return list.filter((instance) => instance.name !== event.instanceName)
  return list.map((instance) => (instance.name === event.instanceName ? { ...instance, connection: event.connection } : instance))
}

/** A message anywhere in an instance is its newest one, unless it is an older one that changed. */
function patchLastMessage(list: Instance[], { instanceName, lastMessageAt }: Conversation): Instance[] {
  const isNewer = (instance: Instance) =>
    instance.name === instanceName && lastMessageAt !== null && (instance.lastMessageAt ?? '') < lastMessageAt
  return list.some(isNewer) ? list.map((instance) => (isNewer(instance) ? { ...instance, lastMessageAt } : instance)) : list
}

/**
 * What one live event makes of the cached answer of one read; the same object when it is not
 * concerned. `path` is the procedure's name (`conversations.list`).
 */
export function patchQuery(path: string, input: QueryInput, data: unknown, event: LiveEvent): unknown {
  switch (event.type) {
    case 'message.changed':
      if (path !== 'conversations.messages' || input.conversationId !== event.message.conversationId) return data
      return patchMessages(data as Paged<Message, MessagePage>, event.message)
    case 'conversation.changed':
      if (path === 'conversations.list') return patchConversations(data as Paged<Conversation>, input, event.conversation)
      if (path === 'instances.list') return patchLastMessage(data as Instance[], event.conversation)
      if (path === 'conversations.get' && input.id === event.conversation.id) return event.conversation
      return data
    case 'conversation.merged': {
      const { fromId, conversation } = event
      if (path === 'conversations.list') return patchConversations(removeItem(data as Paged<Conversation>, fromId), input, conversation)
      if (path === 'conversations.get' && (input.id === fromId || input.id === conversation.id)) return conversation
      return data
    }
    case 'trace.changed':
      if (path === 'traces.list') return patchTraces(data as Paged<Trace>, input, event.trace)
      if (path === 'traces.get' && input.id === event.trace.id) return { ...(data as { trace: Trace }), trace: event.trace }
      return data
    case 'instance.changed':
    case 'instance.removed':
      if (path === 'instances.list') return patchInstances(data as Instance[], event)
      if (path === 'instances.get' && input.name === event.instanceName && event.type === 'instance.changed') {
        return { ...(data as Instance), connection: event.connection }
      }
      return data
    case 'tunnel.changed':
      return path === 'tunnel.status' ? event.status : data
    default:
      return data
  }
}
