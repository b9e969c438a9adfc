/**
 * What any storage adapter must do, whatever database is behind it. Each adapter's test calls
 * {@link describeStorage} with a way to open, and to open again after its process died.
 */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AnswerPlan, NewInbound, PlannedMessage, Storage, TurnOutcome } from '../../src-main/hub/storage/port.ts'
import type { InstanceRecord } from '../../src-main/hub/storage/records.ts'
import { behaviourSchema, houseTextsSchema } from '../../src-shared/contract/instances.ts'
import { routingSchema } from '../../src-shared/contract/routing.ts'
import { claimAll, cutOff } from './claim-all.ts'

export interface StorageUnderTest {
  storage: Storage
  /** Opens the same data again, as the next process after this one was killed. */
  restart(): Promise<Storage>
  dispose(): Promise<void>
}

/** A new storage with these instances for every test. `use` gets it before the test. */
export function storageForEach(open: () => Promise<StorageUnderTest>, instances: string[], use: (under: StorageUnderTest) => void): void {
  let under: StorageUnderTest
  beforeEach(async () => {
    under = await open()
    for (const name of instances) await under.storage.createInstance(instanceRecord(name))
    use(under)
  })
  afterEach(() => under.dispose())
}

export const AT = '2026-01-02T03:04:05.000Z'
export const later = (seconds: number) => new Date(Date.parse(AT) + seconds * 1000).toISOString()

export function instanceRecord(name: string): Omit<InstanceRecord, 'id'> {
  return {
    name,
    displayName: `${name} 🥖 面包`,
    channel: 'whatsapp',
    provider: 'evolution',
    isActive: true,
    isAnswering: true,
    isDefault: false,
    settings: { url: 'http://127.0.0.1:1' },
    secrets: { apiKey: 'sealed' },
    agentProfileId: 'house',
    routing: routingSchema.parse({}),
    behaviour: behaviourSchema.parse({}),
    house: houseTextsSchema.parse({}),
    acceptsUnsignedWebhooks: false,
    extra: {},
    connection: {
      state: 'disconnected',
      message: null,
      account: null,
      profileName: null,
      profilePictureUrl: null,
      qr: null,
      foreignWebhook: null,
      invite: null,
      since: AT,
    },
    createdAt: AT,
    updatedAt: AT,
  }
}

let counter = 0
export const nextId = (prefix: string) => {
  counter += 1
  return `${prefix}-${counter}`
}

/** How a turn ends that was answered. */
export const answeredAt = (completedAt: string): TurnOutcome => ({
  state: 'completed',
  stopCode: null,
  reason: 'Answered.',
  errorStage: null,
  steps: [],
  completedAt,
  totalDurationMs: 3000,
  channelSucceeded: true,
})

export function inbound(overrides: Partial<NewInbound> = {}): NewInbound {
  return {
    instanceName: 'shop',
    messageId: nextId('m'),
    turnId: nextId('t'),
    externalId: nextId('ext'),
    chat: { externalId: '15551@s.whatsapp.net', kind: 'direct', name: null },
    sender: { identities: [{ kind: 'phone', value: '15551' }], name: 'Ann', avatarUrl: null },
    author: 'customer',
    kind: 'text',
    text: 'hello',
    media: null,
    location: null,
    sharedContacts: [],
    quote: null,
    mentionsAccount: false,
    sentAt: AT,
    receivedAt: AT,
    countsAsUnread: true,
    raw: '{"event":"messages.upsert"}',
    ...overrides,
  }
}

export function planned(conversationId: string, turnId: string | null, text: string): PlannedMessage {
  const id = nextId('d')
  return {
    delivery: {
      id,
      instanceName: 'shop',
      conversationId,
      turnId,
      messageId: nextId('out'),
      origin: turnId === null ? 'person' : 'agent',
      part: {
        deliveryId: id,
        chatExternalId: '15551@s.whatsapp.net',
        externalId: null,
        content: { type: 'text', text, mentions: [], mentionsEveryone: false, linkPreview: true },
        quotedExternalId: null,
      },
      pauseBeforeMs: 0,
      state: 'pending',
      notBefore: null,
    },
    author: turnId === null ? 'person' : 'agent',
    authorName: null,
    kind: 'text',
    text,
  }
}

export function plan(turnId: string, messages: PlannedMessage[]): AnswerPlan {
  return {
    turnId,
    at: later(1),
    steps: [{ stage: 'think', status: 'ok', offsetMs: 1, durationMs: 2, detail: 'answered' }],
    agentKind: 'house',
    agentProfileId: 'house',
    agentName: 'House agent',
    agentSucceeded: true,
    agentDurationMs: 12,
    sessionName: 'shop_15551',
    agentSessionId: 'session-1',
    agentUserId: 'user-1',
    messages,
    payloads: [{ stage: 'think', kind: 'agent_request', at: later(1), statusCode: null, body: '{"q":1}' }],
  }
}

const sent = (externalId: string) => ({ state: 'sent' as const, externalId, chatExternalId: null, at: later(2), payloads: [] })
const finished = {
  state: 'completed' as const,
  stopCode: null,
  reason: 'Answered.',
  errorStage: null,
  steps: [],
  completedAt: later(3),
  totalDurationMs: 3000,
  channelSucceeded: true,
}

export function describeStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`storage on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage

    storageForEach(open, ['shop', 'other'], (opened) => {
      under = opened
      storage = opened.storage
    })

    const accept = (overrides: Partial<NewInbound> = {}) => storage.acceptInbound(inbound(overrides))

    describe('the inbox', () => {
      it('stores a message with its contact, conversation, turn and raw payload in one step', async () => {
        const accepted = await accept({ text: 'first' })
        expect(accepted.isNew).toBe(true)
        expect(accepted.conversation).toMatchObject({
          instanceName: 'shop',
          kind: 'direct',
          contactName: 'Ann',
          phoneNumber: '15551',
          unreadCount: 1,
          lastMessagePreview: 'first',
        })
        expect(accepted.contact?.identities).toEqual([{ kind: 'phone', value: '15551' }])
        const turn = await storage.getTrace(accepted.turnId ?? '')
        expect(turn).toMatchObject({ state: 'received', contactPhone: '15551', messageCount: 1, messageId: accepted.message.id })
        expect(await storage.tracePayloads(accepted.turnId ?? '')).toMatchObject([
          { stage: 'receive', kind: 'webhook', body: '{"event":"messages.upsert"}' },
        ])
        expect(await storage.getMessage(accepted.message.id)).toEqual(accepted.message)
      })

      it('changes nothing when the same message is delivered again, and names the first trace', async () => {
        const first = await accept({ externalId: 'same' })
        const again = await accept({ externalId: 'same', text: 'changed' })
        expect(again).toMatchObject({ isNew: false, turnId: first.turnId })
        expect(again.message.text).toBe('hello')
        expect((await storage.listMessages(first.conversation.id, { limit: 10 })).items).toHaveLength(1)
        expect((await storage.getConversation(first.conversation.id))?.unreadCount).toBe(1)
      })

      it('keeps the same message id of two instances apart', async () => {
        const mine = await accept({ externalId: 'same' })
        const theirs = await accept({ externalId: 'same', instanceName: 'other' })
        expect(theirs.isNew).toBe(true)
        expect(theirs.conversation.id).not.toBe(mine.conversation.id)
        expect(theirs.contact?.id).not.toBe(mine.contact?.id)
      })

      it('stores each message once, however concurrent deliveries are repeated and interleaved', async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 30 }), async (order) => {
            const run = nextId('run')
            const results = await Promise.all(
              order.map((n) =>
                accept({ externalId: `${run}-${n}`, chat: { externalId: `${run}@s.whatsapp.net`, kind: 'direct', name: null } }),
              ),
            )
            const fresh = results.filter((result) => result.isNew).map((result) => result.message.externalId)
            expect(new Set(fresh).size).toBe(fresh.length)
            expect(fresh.length).toBe(new Set(order).size)
            for (const result of results)
              expect(result.turnId).toBe(results.find((other) => other.message.externalId === result.message.externalId)?.turnId)
          }),
          { numRuns: 25 },
        )
      })

      it('keeps media bytes with the message and gives them back', async () => {
        const bytes = new Uint8Array([1, 2, 3, 250])
        const { message } = await accept({
          kind: 'image',
          text: '',
          media: {
            mimeType: 'image/png',
            fileName: 'a.png',
            sizeBytes: 4,
            durationSeconds: null,
            width: 1,
            height: 1,
            isVoiceNote: false,
            bytes,
            url: null,
          },
        })
        expect(message.media).toMatchObject({ mimeType: 'image/png', fileName: 'a.png' })
        const stored = await storage.readMedia(message.media?.id ?? '')
        expect(stored).toMatchObject({ instanceName: message.instanceName, mimeType: 'image/png' })
        expect(Array.from(stored?.bytes ?? [])).toEqual([1, 2, 3, 250])
      })

      it('knows one person by phone and LID, and merges two contacts that turn out to be one', async () => {
        const byPhone = await accept({
          sender: { identities: [{ kind: 'phone', value: '7' }], name: null, avatarUrl: null },
          chat: { externalId: '7@s.whatsapp.net', kind: 'direct', name: null },
        })
        const byLid = await accept({
          sender: { identities: [{ kind: 'lid', value: '99' }], name: 'Lea', avatarUrl: null },
          chat: { externalId: '99@lid', kind: 'direct', name: null },
        })
        expect(byLid.contact?.id).not.toBe(byPhone.contact?.id)
        const both = await accept({
          sender: {
            identities: [
              { kind: 'phone', value: '7' },
              { kind: 'lid', value: '99' },
            ],
            name: null,
            avatarUrl: null,
          },
          chat: { externalId: '7@s.whatsapp.net', kind: 'direct', name: null },
        })
        expect(both.contact).toMatchObject({ id: byPhone.contact?.id, name: 'Lea' })
        const { items } = await storage.listMessages(both.conversation.id, { limit: 10 })
        expect(items.map((item) => item.id)).toEqual([byPhone.message.id, byLid.message.id, both.message.id])
        expect((await storage.getConversation(byLid.conversation.id))?.id).toBe(byPhone.conversation.id)
        const again = await accept({
          sender: { identities: [{ kind: 'lid', value: '99' }], name: null, avatarUrl: null },
          chat: { externalId: '99@lid', kind: 'direct', name: null },
        })
        expect(again.conversation.id).toBe(both.conversation.id)
      })

      describe('the journal of calls', () => {
        const call = (text: string, instanceId = 7) => ({ instanceId, arrivedAtMs: 1_700_000_000_000, text })
        const journaled = async () => (await storage.oldestJournaled())?.calls ?? []

        it('keeps calls as they came, in their order, through a crash', async () => {
          const texts = ['{"a":1}', '{"text":"two\\nlines, \u{1F600} and \\"quotes\\""}', '', '{"b":[1, 2]}\n']
          await Promise.all(texts.map((text, n) => storage.journalCall(call(text, n))))
          storage = await under.restart()
          expect(await storage.journalDepth()).toBe(4)
          const found: unknown[] = []
          for (let batch = await storage.oldestJournaled(); batch !== null; batch = await storage.oldestJournaled()) {
            found.push(...batch.calls)
            await storage.settleJournal(batch.id, [])
          }
          expect(found).toEqual(texts.map((text, n) => call(text, n)))
          expect(await storage.journalDepth()).toBe(0)
        })

        it('holds a burst of any size, each call once', async () => {
          const sizes = Array.from({ length: 300 }, (_, n) => 'x'.repeat(n % 7 === 0 ? 40_000 : n))
          await Promise.all(sizes.map((text, n) => storage.journalCall(call(text, n))))
          const seen: number[] = []
          for (let batch = await storage.oldestJournaled(); batch !== null; batch = await storage.oldestJournaled()) {
            expect(batch.calls.length).toBeLessThanOrEqual(64)
            seen.push(...batch.calls.map(({ instanceId, text }) => (text === sizes[instanceId] ? instanceId : -1)))
            await storage.settleJournal(batch.id, [])
          }
          expect(seen).toEqual(sizes.map((_, n) => n))
        })

        it('sets a call that failed aside until the next start, and holds up nobody for it', async () => {
          await Promise.all([call('good'), call('bad'), call('fine')].map((each) => storage.journalCall(each)))
          const batch = await storage.oldestJournaled()
          await storage.settleJournal(batch?.id ?? 0, [{ place: 1, reason: 'nobody understands it' }])
          expect(await storage.journalDepth()).toBe(0)
          expect(await journaled()).toEqual([])
          storage = await under.restart()
          expect(await storage.journalDepth()).toBe(1)
          expect(await journaled()).toEqual([call('bad')])
        })
      })

      it('stores history without a turn and without counting it as unread', async () => {
        const accepted = await accept({ turnId: null, countsAsUnread: false })
        expect(accepted.turnId).toBeNull()
        expect(accepted.conversation.unreadCount).toBe(0)
        expect((await claimAll(storage)).turns).toEqual([])
      })

      it('does not let an older message replace the newest one in the list', async () => {
        await accept({ text: 'new', sentAt: later(100) })
        const { conversation } = await accept({ text: 'old', sentAt: AT })
        expect(conversation).toMatchObject({ lastMessagePreview: 'new', lastMessageAt: later(100) })
      })

      it('applies edits, revokes and reactions to the message they name, and to no other instance', async () => {
        const { message } = await accept({ externalId: 'x' })
        await accept({ externalId: 'x', instanceName: 'other' })
        await storage.updateMessage('shop', { type: 'edit', externalId: 'x', text: 'edited', at: later(5) })
        await storage.updateMessage('shop', { type: 'reaction', targetExternalId: 'x', emoji: '👍', by: 'Ann' })
        await storage.updateMessage('shop', { type: 'reaction', targetExternalId: 'x', emoji: '❤️', by: 'Ann' })
        const revoked = await storage.updateMessage('shop', { type: 'revoke', externalId: 'x', at: later(6) })
        expect(revoked?.message).toMatchObject({
          id: message.id,
          text: 'edited',
          editedAt: later(5),
          previousText: 'hello',
          revokedAt: later(6),
          reactions: [{ emoji: '❤️', by: 'Ann' }],
        })
        expect(await storage.findMessage('other', 'x')).toMatchObject({ text: 'hello', editedAt: null, revokedAt: null, reactions: [] })
        const without = await storage.updateMessage('shop', { type: 'reaction', targetExternalId: 'x', emoji: '', by: 'Ann' })
        expect(without?.message.reactions).toEqual([])
        expect(await storage.updateMessage('shop', { type: 'edit', externalId: 'unknown', text: 'x', at: AT })).toBeNull()
      })
    })

    describe('turns and the outbox', () => {
      it('writes an answer with its deliveries, sends it, and finishes the turn', async () => {
        const { turnId, conversation, contact } = await accept()
        const { changes, turn } = await storage.planAnswer(
          plan(turnId ?? '', [planned(conversation.id, turnId, 'one'), planned(conversation.id, turnId, 'two')]),
        )
        expect(turn.state).toBe('delivering')
        expect(changes.map((change) => [change.message.text, change.delivery.state])).toEqual([
          ['one', 'pending'],
          ['two', 'pending'],
        ])
        const [first] = changes
        const started = await storage.startDelivery(first?.delivery.id ?? '', later(2))
        expect(started).toMatchObject({ state: 'sending', attempts: 1 })
        const change = await storage.finishDelivery(first?.delivery.id ?? '', sent('wa-1'))
        expect(change?.message).toMatchObject({ externalId: 'wa-1', deliveryState: 'sent' })
        const done = await storage.finishTurn(turnId ?? '', finished)
        expect(done).toMatchObject({ state: 'completed', agentSucceeded: true, agentSessionId: 'session-1', totalDurationMs: 3000 })
        expect((await storage.getContact(contact?.id ?? ''))?.agentUserId).toBe('user-1')
        expect((await storage.getConversation(conversation.id))?.agentSessionId).toBe('session-1')
      })

      it('hands a pending delivery to one starter only', async () => {
        const { conversation } = await accept()
        const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        const starts = await Promise.all([storage.startDelivery(delivery.id, AT), storage.startDelivery(delivery.id, AT)])
        expect(starts.filter((start) => start !== null)).toHaveLength(1)
      })

      it('enqueues the same delivery id once', async () => {
        const { conversation } = await accept()
        const message = planned(conversation.id, null, 'hi')
        await storage.enqueueDelivery(message, AT)
        const again = await storage.enqueueDelivery({ ...message, text: 'other' }, AT)
        expect(again.message.text).toBe('hi')
        expect((await storage.listMessages(conversation.id, { limit: 10 })).items).toHaveLength(2)
      })

      it('does not let a late failure undo what was sent', async () => {
        const { conversation } = await accept()
        const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        await storage.startDelivery(delivery.id, AT)
        await storage.finishDelivery(delivery.id, sent('wa-9'))
        const change = await storage.finishDelivery(delivery.id, { state: 'failed', error: 'late', at: AT, payloads: [] })
        expect(change?.delivery.state).toBe('sent')
      })

      it('settles what is unknown only as long as nobody has decided', async () => {
        const { conversation } = await accept()
        const unknown = async () => {
          const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
          await storage.startDelivery(delivery.id, AT)
          await storage.finishDelivery(delivery.id, { state: 'unknown', error: 'cut off', at: AT, payloads: [] })
          return delivery.id
        }
        const [first, second] = [await unknown(), await unknown()]
        expect((await storage.unknownDeliveries('shop', AT, 10)).map(({ id }) => id)).toEqual([first, second])
        expect(await storage.unknownDeliveries('shop', AT, 1)).toHaveLength(1)
        expect(await storage.unknownDeliveries('shop', '2999-01-01T00:00:00.000Z', 10)).toEqual([])
        expect(await storage.unknownDeliveries('other', AT, 10)).toEqual([])
        expect((await storage.settleUnknown(first, sent('wa-1')))?.delivery.state).toBe('sent')
        await storage.reopenDelivery(second, AT)
        expect(await storage.settleUnknown(second, sent('wa-2'))).toBeNull()
        expect((await storage.getDelivery(second))?.state).toBe('pending')
      })

      it('applies a receipt that came before the platform answered the send', async () => {
        const { conversation } = await accept()
        const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        await storage.startDelivery(delivery.id, AT)
        expect(await storage.updateMessage('shop', { type: 'receipt', externalId: 'wa-7', state: 'read', error: null, at: AT })).toBeNull()
        const change = await storage.finishDelivery(delivery.id, sent('wa-7'))
        expect(change?.message.deliveryState).toBe('read')
      })

      it('lets receipts only move forward, in whatever order they come', async () => {
        const { conversation } = await accept()
        const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        await storage.startDelivery(delivery.id, AT)
        await storage.finishDelivery(delivery.id, sent('wa-8'))
        for (const state of ['read', 'delivered', 'sent'] as const)
          await storage.updateMessage('shop', { type: 'receipt', externalId: 'wa-8', state, error: null, at: AT })
        expect((await storage.findMessage('shop', 'wa-8'))?.deliveryState).toBe('read')
      })

      it('replaces the platform’s own echo of a send by the message that was sent', async () => {
        const { conversation } = await accept()
        const { delivery, message } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        await storage.startDelivery(delivery.id, AT)
        await accept({ externalId: 'wa-echo', author: 'phone', text: 'hi', sender: null })
        await storage.finishDelivery(delivery.id, sent('wa-echo'))
        const { items } = await storage.listMessages(conversation.id, { limit: 10 })
        expect(items.filter((item) => item.text === 'hi').map((item) => item.id)).toEqual([message.id])
      })

      it('merges the turns of a burst and gives their messages together', async () => {
        const first = await accept({ text: 'a' })
        const second = await accept({ text: 'b' })
        const third = await accept({ text: 'c' })
        await storage.mergeTurns(second.turnId ?? '', [third.turnId ?? ''], AT)
        const [leader] = await storage.mergeTurns(first.turnId ?? '', [second.turnId ?? ''], AT)
        expect(leader).toMatchObject({ id: first.turnId, messageCount: 3 })
        expect((await storage.turnMessages(first.turnId ?? '')).map((message) => message.text)).toEqual(['a', 'b', 'c'])
        expect((await storage.getTrace(third.turnId ?? ''))?.state).toBe('merged')
      })

      it('notes why a message waits, and changes and cancels it only until it is begun', async () => {
        const { conversation } = await accept()
        const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        const held = { why: 'hour', until: later(60) } as const
        expect((await storage.holdDelivery(delivery.id, held))?.message.deliveryHeld).toEqual(held)
        expect((await storage.attention()).held).toMatchObject([{ deliveryId: delivery.id, conversationId: conversation.id, held }])
        expect((await storage.changePending(delivery.id, 'hello'))?.message.text).toBe('hello')
        expect(await storage.startDelivery(delivery.id, AT)).toMatchObject({ part: { content: { text: 'hello' } } })
        expect((await storage.getMessage(delivery.messageId))?.deliveryHeld).toBeNull()
        expect(await storage.holdDelivery(delivery.id, held)).toBeNull()
        expect(await storage.changePending(delivery.id, 'late')).toBeNull()
        expect(await storage.cancelPending(delivery.id, 'late', AT)).toBeNull()
        const other = await storage.enqueueDelivery(planned(conversation.id, null, 'bye'), AT)
        expect((await storage.cancelPending(other.delivery.id, 'Not wanted.', AT))?.delivery).toMatchObject({
          state: 'cancelled',
          error: 'Not wanted.',
        })
        expect(await storage.startDelivery(other.delivery.id, AT)).toBeNull()
        expect((await storage.attention()).held).toEqual([])
      })

      it('reopens only what failed or is unknown', async () => {
        const { conversation } = await accept()
        const { delivery } = await storage.enqueueDelivery(planned(conversation.id, null, 'hi'), AT)
        expect(await storage.reopenDelivery(delivery.id, AT)).toBeNull()
        await storage.startDelivery(delivery.id, AT)
        const unknown = await storage.finishDelivery(delivery.id, { state: 'unknown', error: 'who knows', at: AT, payloads: [] })
        expect(unknown?.conversation.attention).toBe('unknown')
        const reopened = await storage.reopenDelivery(delivery.id, AT)
        expect(reopened?.delivery).toMatchObject({ state: 'pending', attempts: 0 })
        expect(reopened?.conversation.attention).toBe('none')
      })
    })

    it('lets a conversation start over: its session ends, and what was said counts no more', async () => {
      const { conversation, turnId } = await accept()
      await storage.planAnswer({ ...plan(turnId ?? '', [planned(conversation.id, turnId, 'hi')]), agentSessionId: 's-1' })
      await storage.resetSession(conversation.id, later(9))
      storage = await under.restart()
      expect(await storage.getConversation(conversation.id)).toMatchObject({
        agentSessionId: null,
        sessionActiveAt: null,
        contextFrom: later(9),
      })
    })

    describe('restart', () => {
      it('gives every open turn and delivery to the next process, oldest first, as they were', async () => {
        const waiting = await accept({ externalId: 'w1' })
        const answered = await accept({
          externalId: 'w2',
          chat: { externalId: '2@s.whatsapp.net', kind: 'direct', name: null },
          sender: null,
        })
        const { changes } = await storage.planAnswer(
          plan(answered.turnId ?? '', [
            planned(answered.conversation.id, answered.turnId, 'one'),
            planned(answered.conversation.id, answered.turnId, 'two'),
          ]),
        )
        await storage.startDelivery(changes[0]?.delivery.id ?? '', AT)
        const finishedTurn = await accept({ externalId: 'w3' })
        await storage.finishTurn(finishedTurn.turnId ?? '', finished)
        const next = await under.restart()
        // Work that it began itself is none that was left: it would be done twice.
        const own = await next.acceptInbound(inbound({ externalId: 'begun on its own' }))
        const { turns, deliveries } = await claimAll(next)
        expect(turns.map(({ id }) => id)).not.toContain(own.turnId)
        expect(turns.map((turn) => [turn.id, turn.state])).toEqual([
          [answered.turnId, 'delivering'],
          [waiting.turnId, 'received'],
        ])
        expect(deliveries.map((delivery) => delivery.state)).toEqual(['unknown', 'pending'])
        expect(await next.findMessage('shop', 'w1')).toEqual(waiting.message)
      })
    })

    describe('open work of a process that died', () => {
      it('can be claimed in parts, each once, with all that its turns need', async () => {
        const first = await accept({ externalId: 'p1' })
        const own = await accept({ externalId: 'p2', author: 'phone', sender: null })
        const next = await under.restart()
        const refs = await next.openWork()
        expect(refs).toMatchObject([
          { kind: 'turn', id: first.turnId, instanceName: 'shop', conversationId: first.conversation.id, isCutOff: false },
          { kind: 'turn', id: own.turnId },
        ])
        const { turns } = await next.claimOpenWork(refs.slice(0, 1), cutOff(AT))
        expect(turns).toMatchObject([
          {
            turn: { id: first.turnId, state: 'received' },
            message: { id: first.message.id },
            conversation: { id: first.conversation.id },
            contact: { id: first.contact?.id, identities: first.contact?.identities },
            takenUp: 0,
          },
        ])
        expect(turns[0]).not.toHaveProperty('around')
        expect((await next.openWork()).map(({ id }) => id)).toEqual([own.turnId])
        expect((await next.claimOpenWork(refs, cutOff(AT))).turns).toMatchObject([
          { turn: { id: own.turnId }, around: { customerWroteAt: expect.any(String), isSaidElsewhere: false } },
        ])
      })

      it('does not give what has ended since it was looked for', async () => {
        const { turnId } = await accept()
        const next = await under.restart()
        const refs = await next.openWork()
        await next.finishTurn(turnId ?? '', finished)
        expect(await next.claimOpenWork(refs, cutOff(AT))).toEqual({ turns: [], deliveries: [] })
      })

      it('settles what was cut off: repeated where the platform recognises that, else unknown', async () => {
        const shop = await accept()
        const other = await accept({ instanceName: 'other' })
        const sends = [planned(shop.conversation.id, null, 'one'), planned(other.conversation.id, null, 'two')]
        for (const [index, send] of sends.entries()) {
          send.delivery.instanceName = index === 0 ? 'shop' : 'other'
          await storage.enqueueDelivery(send, AT)
          await storage.startDelivery(send.delivery.id, AT)
        }
        const next = await under.restart()
        const refs = (await next.openWork()).filter(({ isCutOff }) => isCutOff)
        expect(refs.map(({ id }) => id)).toEqual(sends.map(({ delivery }) => delivery.id))
        const { deliveries } = await next.claimOpenWork(refs, cutOff(later(5), ['other']))
        expect(deliveries).toMatchObject([
          { state: 'unknown', error: 'cut off' },
          { state: 'pending', error: 'repeated', notBefore: later(5) },
        ])
        expect((await next.getConversation(shop.conversation.id))?.attention).toBe('unknown')
        // It is nobody's open work any more.
        const after = await under.restart()
        expect((await after.openWork()).filter(({ kind }) => kind === 'delivery')).toMatchObject([
          { id: sends[1]?.delivery.id, isCutOff: false },
        ])
      })

      it('counts how often a turn was begun after a crash, until a clean stop', async () => {
        const { turnId } = await accept()
        const takenUp = async () => {
          const next = await under.restart()
          const { turns } = await next.claimOpenWork(await next.openWork(), cutOff(AT))
          return { next, counts: turns.map((claimed) => claimed.takenUp) }
        }
        const first = await takenUp()
        expect(first.counts).toEqual([0])
        await first.next.countTakenUp([turnId ?? ''])
        const second = await takenUp()
        expect(second.counts).toEqual([1])
        await second.next.countTakenUp([turnId ?? ''])
        const third = await takenUp()
        expect(third.counts).toEqual([2])
        await third.next.forgiveTakenUp()
        expect((await takenUp()).counts).toEqual([0])
      })
    })

    describe('tenants', () => {
      it('removes an instance with everything that is its own, and nothing of another', async () => {
        const mine = await accept()
        const theirs = await accept({ instanceName: 'other' })
        await storage.createAccessRule({ instanceName: 'shop', pattern: '1*', type: 'block', reason: null }, AT)
        await storage.createAccessRule({ instanceName: null, pattern: '2*', type: 'block', reason: null }, AT)
        await storage.removeInstance('shop')
        expect(await storage.getConversation(mine.conversation.id)).toBeNull()
        expect(await storage.getTrace(mine.turnId ?? '')).toBeNull()
        expect(await storage.getContact(mine.contact?.id ?? '')).toBeNull()
        expect((await storage.listAccessRules()).map((rule) => rule.pattern)).toEqual(['2*'])
        expect(await storage.getConversation(theirs.conversation.id)).not.toBeNull()
        expect((await storage.listInstances()).map((record) => record.name)).toEqual(['other'])
      })

      it('filters conversations, contacts and traces by instance', async () => {
        const mine = await accept()
        await accept({ instanceName: 'other' })
        expect((await storage.listConversations({ instanceName: 'shop' }, { limit: 10 })).items.map((item) => item.id)).toEqual([
          mine.conversation.id,
        ])
        expect((await storage.listContacts({ instanceName: 'shop' }, { limit: 10, offset: 0 })).items.map((item) => item.id)).toEqual([
          mine.contact?.id,
        ])
        expect((await storage.listTraces({ instanceName: 'shop' }, { limit: 10 })).items.map((item) => item.id)).toEqual([mine.turnId])
      })

      it('filters traces by why they were stopped, and by why not', async () => {
        const [denied, silent, open] = [await accept(), await accept(), await accept()]
        await storage.finishTurn(denied.turnId ?? '', { ...finished, state: 'stopped', stopCode: 'access_denied' })
        await storage.finishTurn(silent.turnId ?? '', { ...finished, state: 'stopped', stopCode: 'silent' })
        const ids = async (filter: Parameters<typeof storage.listTraces>[0]) =>
          (await storage.listTraces(filter, { limit: 10 })).items.map((item) => item.id)
        expect(await ids({ stopCodes: ['access_denied'] })).toEqual([denied.turnId])
        expect(await ids({ notStopCodes: ['access_denied'] })).toEqual([open.turnId, silent.turnId])
        expect(await ids({ states: ['stopped'], notStopCodes: ['access_denied'] })).toEqual([silent.turnId])
      })

      it('refuses a second instance of the same name', async () => {
        await expect(storage.createInstance(instanceRecord('shop'))).rejects.toMatchObject({ code: 'conflict' })
      })
    })

    describe('pages', () => {
      it('shows every message and conversation exactly once over all pages, newest page first', async () => {
        const ids: string[] = []
        for (let n = 0; n < 25; n += 1) {
          const { message } = await accept({
            sentAt: later(n),
            chat: { externalId: `${n % 7}@s.whatsapp.net`, kind: 'direct', name: null },
            sender: { identities: [{ kind: 'phone', value: String(n % 7) }], name: null, avatarUrl: null },
          })
          ids.push(message.id)
        }
        const conversations: string[] = []
        let before: string | undefined
        do {
          const page = await storage.listConversations({}, { limit: 3, before })
          conversations.push(...page.items.map((item) => item.id))
          before = page.nextBefore ?? undefined
        } while (before !== undefined)
        expect(new Set(conversations).size).toBe(7)
        expect(conversations).toHaveLength(7)
        const seen: string[] = []
        for (const conversation of conversations) {
          let cursor: string | undefined
          do {
            const page = await storage.listMessages(conversation, { limit: 2, before: cursor })
            seen.push(...page.items.map((item) => item.id))
            cursor = page.nextBefore ?? undefined
          } while (cursor !== undefined)
        }
        expect(seen.sort()).toEqual(ids.sort())
      })

      it('takes a cursor that it never gave for no cursor at all', async () => {
        await accept()
        expect((await storage.listConversations({}, { limit: 3, before: '%%%' })).items).toHaveLength(1)
      })

      it('treats the wildcards of a search as plain characters', async () => {
        await accept({ text: '100% sure' })
        await accept({ text: 'other', chat: { externalId: '2@s.whatsapp.net', kind: 'direct', name: null }, sender: null })
        expect((await storage.listConversations({ query: '100%' }, { withTotal: true, limit: 5 })).total).toBe(1)
        expect((await storage.listConversations({ query: '%' }, { withTotal: true, limit: 5 })).total).toBe(1)
        expect((await storage.listTraces({ query: "'; DROP TABLE turns; --" }, { limit: 5 })).items).toEqual([])
      })
    })

    it('counts what became of the turns', async () => {
      const first = await accept()
      await storage.finishTurn(first.turnId ?? '', finished)
      const second = await accept()
      await storage.finishTurn(second.turnId ?? '', { ...finished, state: 'failed', errorStage: 'think', totalDurationMs: 10 })
      expect(await storage.traceSummary({ instanceName: 'shop' })).toMatchObject({
        total: 2,
        completed: 1,
        failed: 1,
        p50Ms: 3000,
        byErrorStage: { think: 1 },
        byKind: { text: 2 },
      })
    })

    it('undoes a failing operation alone when many share a commit', async () => {
      const results = await Promise.allSettled([
        accept({ externalId: 'c1' }),
        accept({ externalId: 'c2', instanceName: 'missing' }),
        accept({ externalId: 'c3' }),
      ])
      expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect(await storage.findMessage('shop', 'c3')).not.toBeNull()
    })

    it('keeps settings, keys and sessions', async () => {
      await storage.setSetting('a', { b: [1] })
      await storage.setSetting('a', { b: [2] })
      expect(await storage.getSetting('a')).toEqual({ b: [2] })
      expect(await storage.getSetting('none')).toBeNull()
      await storage.createApiKey({
        id: 'k',
        name: 'n',
        prefix: 'sk',
        scope: 'admin',
        instanceNames: ['shop'],
        hash: 'h',
        createdAt: AT,
        lastUsedAt: null,
      })
      expect(await storage.listApiKeys()).toMatchObject([{ id: 'k', instanceNames: ['shop'] }])
      const other = { name: 'n', prefix: 'sk', scope: 'admin', createdAt: AT, lastUsedAt: null } as const
      await storage.createApiKey({ ...other, id: 'two', hash: 'h2', instanceNames: ['spa', 'shop'] })
      await storage.createApiKey({ ...other, id: 'all', hash: 'h3', instanceNames: null })
      await storage.removeInstance('shop')
      const covered = (await storage.listApiKeys()).map(({ id, instanceNames }) => [id, instanceNames])
      expect(covered.sort()).toEqual([
        ['all', null],
        ['k', []],
        ['two', ['spa']],
      ])
      expect(await storage.removeApiKey('k')).toBe(true)
      expect(await storage.removeApiKey('k')).toBe(false)
      const session = {
        idHash: 's',
        panelKeyHash: 'p',
        filesKeyHash: 'f',
        createdAt: AT,
        expiresAt: later(60),
        userAgent: 'Firefox',
        lastUsedAt: AT,
      }
      await storage.createSession(session)
      await storage.createSession({ ...session, idHash: 'other', lastUsedAt: later(10) })
      expect(await storage.findSession('s')).toEqual(session)
      expect((await storage.listSessions()).map(({ idHash }) => idHash)).toEqual(['other', 's'])
      await storage.touchSession('s', later(20))
      expect((await storage.listSessions()).map(({ idHash }) => idHash)).toEqual(['s', 'other'])
      await storage.removeSession('s')
      expect(await storage.findSession('s')).toBeNull()
    })
  })
}
