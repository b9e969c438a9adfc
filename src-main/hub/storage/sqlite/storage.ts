/**
 * The storage port on SQLite: one writer thread (group commit), one reader thread for the quick
 * questions, and one that is started when somebody asks something heavy and ends when it is idle.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { Storage, StorageReads, StorageWrites } from '../port.ts'
import { heavyReader } from './connection/heavy-reader.ts'
import { type CallJournal, openCallJournal } from './journal/call-journal.ts'
import { MARK_BYTES } from './journal/record.ts'
import { type StorageThread, startThread } from './tables/thread.ts'

const WRITES = {
  createInstance: 1,
  saveInstance: 1,
  setDefaultInstance: 1,
  removeInstance: 1,
  saveChannelKeys: 1,
  clearChannelKeys: 1,
  saveAgentProfile: 1,
  removeAgentProfile: 1,
  countAgentUse: 1,
  keepAnswer: 1,
  countAnswered: 1,
  forgetAnswer: 1,
  forgetAnswers: 1,
  expireAnswers: 1,
  saveLateReply: 1,
  acceptLateReply: 1,
  takeLateReply: 1,
  removeLateReply: 1,
  acceptInbound: 1,
  openConversation: 1,
  updateMessage: 1,
  upsertContact: 1,
  resetSession: 1,
  renameChat: 1,
  markRead: 1,
  markUnread: 1,
  setOwner: 1,
  giveBackDue: 1,
  addConversationEvent: 1,
  saveDraft: 1,
  approveDraft: 1,
  endDraft: 1,
  createScheduled: 1,
  updateScheduled: 1,
  markMissed: 1,
  removeScheduled: 1,
  saveReply: 1,
  removeReply: 1,
  saveLabel: 1,
  removeLabel: 1,
  assignLabels: 1,
  addNote: 1,
  saveSummary: 1,
  forgetSummary: 1,
  removeNote: 1,
  addMedia: 1,
  settleMedia: 1,
  postponeMedia: 1,
  requestMedia: 1,
  requestMediaText: 1,
  settleMediaText: 1,
  repeatTurn: 1,
  indexForSearch: 1,
  finishTurn: 1,
  beginThinking: 1,
  mergeTurns: 1,
  planAnswer: 1,
  addPayloads: 1,
  enqueueDelivery: 1,
  takeSendSlot: 1,
  rewriteDelivery: 1,
  holdDelivery: 1,
  changePending: 1,
  cancelPending: 1,
  startDelivery: 1,
  finishDelivery: 1,
  settleUnknown: 1,
  reopenDelivery: 1,
  openWork: 1,
  claimOpenWork: 1,
  countTakenUp: 1,
  forgiveTakenUp: 1,
  createAccessRule: 1,
  removeAccessRule: 1,
  createApiKey: 1,
  removeApiKey: 1,
  touchApiKey: 1,
  setSetting: 1,
  createSession: 1,
  touchSession: 1,
  removeSession: 1,
  digestTurns: 1,
  saveDryRun: 1,
  saveExample: 1,
  removeExample: 1,
  expire: 1,
  compact: 1,
} satisfies Record<Exclude<keyof StorageWrites, keyof CallJournal>, 1>

type Weight = 'quick' | 'heavy'
type WeightOf = Weight | ((...args: never[]) => Weight)

/** Of a busy office a month takes six milliseconds; asked for at every start, it must not need a thread of its own. */
const QUICK_DAYS = 31
const weightOfDays = ({ from, to }: { from: string; to: string }): Weight =>
  Date.parse(to) - Date.parse(from) < QUICK_DAYS * 86_400_000 ? 'quick' : 'heavy'

const READS = {
  listInstances: 'quick',
  channelKeys: 'quick',
  listAgentProfiles: 'quick',
  agentUseByDay: weightOfDays,
  agentUseOfContact: 'quick',
  aroundOwnMessage: 'quick',
  findAnswer: 'quick',
  similarAnswers: 'quick',
  getCachedAnswer: 'quick',
  listCachedAnswers: 'quick',
  countCachedAnswers: 'quick',
  answeredByDay: 'quick',
  getLateReply: 'quick',
  isLateReplyAwaited: 'quick',
  listConversations: 'quick',
  getConversation: 'quick',
  findConversation: 'quick',
  listMessages: 'quick',
  recentMessages: 'heavy',
  getMessage: 'quick',
  findMessage: 'quick',
  turnMessages: 'quick',
  history: 'quick',
  newestInboundAt: 'quick',
  listContacts: 'heavy',
  getContact: 'quick',
  contactHistory: 'heavy',
  searchMessages: 'heavy',
  searchPeople: 'heavy',
  getDraft: 'quick',
  getScheduled: 'quick',
  listScheduled: 'quick',
  dueScheduled: 'quick',
  nextScheduledAt: 'quick',
  listReplies: 'quick',
  listLabels: 'quick',
  listNotes: 'quick',
  getSummary: 'quick',
  lastTurn: 'quick',
  countConversations: 'quick',
  countByFilter: 'quick',
  nextGiveBackAt: 'quick',
  firstUnreadSeq: 'quick',
  findContact: 'quick',
  listTraces: 'heavy',
  countTraces: 'heavy',
  getTrace: 'quick',
  tracePayloads: 'quick',
  traceSummary: 'heavy',
  awaitedMedia: 'quick',
  nextMediaAt: 'quick',
  sendUsage: 'quick',
  hasWritten: 'quick',
  getDelivery: 'quick',
  unknownDeliveries: 'quick',
  turnDeliveries: 'quick',
  attention: 'quick',
  turnStats: 'heavy',
  listDryRuns: 'heavy',
  listExamples: 'heavy',
  countExpiredTraces: 'heavy',
  readMedia: 'heavy',
  waitingMediaTexts: 'quick',
  findMediaText: 'quick',
  mediaTextOf: 'quick',
  databaseUsage: 'heavy',
  listAccessRules: 'quick',
  listApiKeys: 'quick',
  getSetting: 'quick',
  findSession: 'quick',
  listSessions: 'quick',
} satisfies Record<Exclude<keyof StorageReads, keyof CallJournal>, WeightOf>

/** What the settings call it: which database this is, wherever its file lies. */
const STORE_ID = 'store_id'

async function storeIdOf(reader: StorageThread, writer: StorageThread): Promise<string> {
  const known: unknown = await reader.call('getSetting', [STORE_ID])
  if (typeof known === 'string') return known
  const id = randomBytes(MARK_BYTES).toString('hex')
  await writer.call('setSetting', [STORE_ID, id])
  return id
}

/**
 * Opens (or creates) the database file. Throws `OmniError('storage_unavailable')` that names the
 * file when it is locked, damaged, read-only or from a newer version; nothing is then changed.
 */
export async function openSqliteStorage(options: {
  file: string
  worker: URL
  /** Some bytes of a file of the call journal are spoiled; the file is kept under this name. */
  onDamage?: (path: string) => void
}): Promise<Storage> {
  const owner = randomUUID()
  const { file } = options
  const heavy = heavyReader(() => startThread(options.worker, { role: 'reader', file, owner }))
  let mayMove = true
  const moveLog = () => {
    if (!mayMove) return
    mayMove = false
    const done = () => {
      mayMove = true
    }
    // Where it fails, on a full disk or while Omni is being closed, the writer comes to its own limit and says so.
    heavy.call('checkpoint', []).then(done, done)
  }
  const starting = startThread(options.worker, { role: 'writer', file, owner }, { onBehind: moveLog })
  // Side by side: half of a start is the thread's own.
  const [writer, reader] = await Promise.all([starting, startThread(options.worker, { role: 'reader', file, owner }, { after: starting })])

  async function closeThreads(): Promise<void> {
    await Promise.all([reader.close(), heavy.close()])
    await writer.close()
  }

  /** In a thread of its own: it takes as long as the disk does. */
  async function apart(operation: string, copy: string): Promise<never> {
    const thread = await startThread(options.worker, { role: 'reader', file, owner })
    try {
      return await thread.call(operation, [copy])
    } finally {
      await thread.close()
    }
  }

  let journal: CallJournal
  try {
    journal = await openCallJournal({
      file,
      storeId: await storeIdOf(reader, writer),
      reader,
      writer,
      onDamage: options.onDamage ?? (() => {}),
    })
  } catch (error) {
    await closeThreads()
    throw error
  }

  const storage: Record<string, unknown> = {
    ...journal,
    async backUpTo(copy: string) {
      await journal.moveToTable()
      return apart('backUpTo', copy)
    },
    checkCopy: (copy: string) => apart('checkCopy', copy),
    async close() {
      await journal.close()
      await closeThreads()
    },
  }
  for (const operation of Object.keys(WRITES)) storage[operation] = (...args: unknown[]) => writer.call(operation, args)
  for (const [operation, weight] of Object.entries<WeightOf>(READS)) {
    const weightOf = typeof weight === 'function' ? weight : () => weight
    storage[operation] = (...args: never[]) => (weightOf(...args) === 'heavy' ? heavy : reader).call(operation, args)
  }
  return storage as unknown as Storage
}
