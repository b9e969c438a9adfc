/** What any storage adapter must do for the inbox: owners, drafts, schedules, labels, notes, filters, search. */
import { describe, expect, it } from 'vitest'
import { conversationEvent } from '../../src-main/hub/inbox/conversations/events.ts'
import type { NewInbound, NewOwner, Storage } from '../../src-main/hub/storage/port.ts'
import type { ConversationRecord, DraftRecord } from '../../src-main/hub/storage/records.ts'
import { claimAll } from './claim-all.ts'
import { AT, inbound, instanceRecord, later, nextId, plan, planned, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const person = (until: string | null): NewOwner => ({ kind: 'person', name: 'Ana', until, reason: null, minutes: 30 })
const waiting: NewOwner = { kind: 'waiting', name: null, until: null, reason: 'handover', minutes: null }
const bot: NewOwner = { kind: 'bot', name: null, until: null, reason: null, minutes: null }

export function describeInboxStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`the inbox on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage

    storageForEach(open, ['shop', 'other'], (opened) => {
      under = opened
      storage = opened.storage
    })

    const accept = (overrides: Partial<NewInbound> = {}) => storage.acceptInbound(inbound(overrides))
    /** A message in a chat of its own. */
    const chat = (n: number, overrides: Partial<NewInbound> = {}) =>
      accept({
        chat: { externalId: `${n}@s.whatsapp.net`, kind: 'direct', name: null },
        sender: { identities: [{ kind: 'phone', value: String(n) }], name: `Person ${n}`, avatarUrl: null },
        sentAt: later(n),
        ...overrides,
      })
    const idsOf = async (filter: Parameters<Storage['listConversations']>[0]) =>
      (await storage.listConversations(filter, { limit: 50 })).items.map((item) => item.id)
    const indexAll = async (batch = 200) => {
      while (!(await storage.indexForSearch(batch)));
    }
    const texts = async (words: string[], instanceName?: string) =>
      (await storage.searchMessages({ words, instanceName, limit: 50 })).map(({ message }) => message.text)
    const names = async (words: string[], instanceName?: string) =>
      (await storage.searchPeople({ words, instanceName, limit: 50 })).map((item) => item.contactName)

    describe('owners', () => {
      it('gives a conversation to a person, notes it in the thread, and keeps it through a restart', async () => {
        const { conversation } = await accept()
        expect(conversation.owner.kind).toBe('bot')
        const changed = await storage.setOwner(
          conversation.id,
          person(later(60)),
          ['bot'],
          AT,
          conversationEvent('took_over', { by: 'Ana' }),
        )
        expect(changed?.conversation.owner).toEqual({ kind: 'person', name: 'Ana', since: AT, until: later(60), reason: null, minutes: 30 })
        expect(changed?.message).toMatchObject({ author: 'system', kind: 'system', event: { type: 'took_over', by: 'Ana' } })
        storage = await under.restart()
        expect((await storage.getConversation(conversation.id))?.owner).toMatchObject({ kind: 'person', name: 'Ana' })
        expect(await storage.nextGiveBackAt()).toBe(later(60))
      })

      it('changes nothing when the present owner is not the expected one', async () => {
        const { conversation } = await accept()
        await storage.setOwner(conversation.id, person(null), ['bot'], AT, null)
        expect(await storage.setOwner(conversation.id, waiting, ['bot'], AT, null)).toBeNull()
        expect((await storage.getConversation(conversation.id))?.owner.kind).toBe('person')
        expect(await storage.nextGiveBackAt()).toBeNull()
      })

      it('keeps since when, if the same person keeps it for longer', async () => {
        const { conversation } = await accept()
        await storage.setOwner(conversation.id, person(later(60)), ['bot'], AT, null)
        const longer = await storage.setOwner(conversation.id, person(later(120)), ['person'], later(30), null)
        expect(longer?.conversation.owner).toMatchObject({ since: AT, until: later(120) })
      })

      it('gives back what is due, and only that', async () => {
        const [first, second, third] = [await chat(1), await chat(2), await chat(3)]
        await storage.setOwner(first.conversation.id, person(later(10)), ['bot'], AT, null)
        await storage.setOwner(second.conversation.id, person(later(20)), ['bot'], AT, null)
        await storage.setOwner(third.conversation.id, person(null), ['bot'], AT, null)
        const given = await storage.giveBackDue(later(10), conversationEvent('time_over'))
        expect(given.map(({ conversation, message }) => [conversation.id, conversation.owner.kind, message.event?.type])).toEqual([
          [first.conversation.id, 'bot', 'time_over'],
        ])
        expect(await storage.nextGiveBackAt()).toBe(later(20))
      })

      it('does not take an event of the conversation for the last message, nor tell the agent of it', async () => {
        const { conversation, message } = await accept({ text: 'hello' })
        await storage.setOwner(conversation.id, person(null), ['bot'], later(5), conversationEvent('took_over', { by: 'Ana' }))
        expect(await storage.getConversation(conversation.id)).toMatchObject({ lastMessagePreview: 'hello', unreadCount: 1 })
        const newer = await accept({ text: 'again', sentAt: later(9) })
        expect((await storage.history(conversation.id, newer.message.seq, 10)).map(({ id }) => id)).toEqual([message.id])
        const page = (withEvents: boolean) => storage.listMessages(conversation.id, { limit: 10, withEvents, withTotal: true })
        expect((await page(true)).items.map(({ kind }) => kind)).toEqual(['text', 'system', 'text'])
        expect(await page(false)).toMatchObject({ total: 2, items: [{ kind: 'text' }, { kind: 'text' }] })
        expect((await storage.recentMessages({}, { limit: 5, offset: 0 })).map(({ kind }) => kind)).toEqual(['text', 'text'])
      })
    })

    describe('filters', () => {
      it('finds what is unread, waiting, failed, paused, a group, of a channel or labelled, newest first', async () => {
        const [quiet, unread, asked, failed, paused] = [await chat(1), await chat(2), await chat(3), await chat(4), await chat(5)]
        const group = await accept({ chat: { externalId: 'g@g.us', kind: 'group', name: 'Team' }, sentAt: later(6) })
        for (const one of [quiet, asked, failed, paused, group]) await storage.markRead(one.conversation.id)
        await storage.setOwner(asked.conversation.id, waiting, ['bot'], AT, null)
        await storage.setOwner(paused.conversation.id, person(null), ['bot'], AT, null)
        const { delivery } = await storage.enqueueDelivery(planned(failed.conversation.id, null, 'x'), AT)
        await storage.startDelivery(delivery.id, AT)
        await storage.finishDelivery(delivery.id, { state: 'failed', error: 'no', at: AT, payloads: [] })
        await storage.saveLabel({ id: 'vip', name: 'VIP', colour: 'green' })
        await storage.assignLabels(quiet.conversation.id, ['vip', 'gone'])

        expect(await idsOf({ unread: true })).toEqual([unread.conversation.id])
        expect(await idsOf({ waiting: true })).toEqual([asked.conversation.id])
        expect(await idsOf({ failed: true })).toEqual([failed.conversation.id])
        expect(await idsOf({ paused: true })).toEqual([paused.conversation.id])
        expect(await idsOf({ group: true })).toEqual([group.conversation.id])
        expect(await idsOf({ labelId: 'vip' })).toEqual([quiet.conversation.id])
        expect(await idsOf({ channel: 'whatsapp' })).toHaveLength(6)
        expect(await idsOf({ channel: 'slack' })).toEqual([])
        expect(await idsOf({ waiting: true, instanceName: 'other' })).toEqual([])
        expect(await storage.countConversations()).toEqual({ unread: 1, waiting: 2 })
        for (const instanceName of ['shop', 'other', null]) {
          const counts = await storage.countByFilter(instanceName)
          for (const filter of ['unread', 'waiting', 'failed', 'paused', 'group'] as const) {
            const listed = await idsOf({ [filter]: true, ...(instanceName === null ? {} : { instanceName }) })
            expect(counts[filter], `${filter} of ${instanceName}`).toBe(listed.length)
          }
        }
        expect((await storage.attention()).waiting.map(({ conversationId }) => conversationId)).toEqual([asked.conversation.id])
      })

      it('pages through a filtered list without a gap or a repetition', async () => {
        const all: string[] = []
        for (let n = 1; n <= 7; n += 1) all.unshift((await chat(n)).conversation.id)
        const read: string[] = []
        let before: string | undefined
        do {
          const page = await storage.listConversations({ unread: true }, { limit: 3, before })
          read.push(...page.items.map((item) => item.id))
          before = page.nextBefore ?? undefined
        } while (before !== undefined)
        expect(read).toEqual(all)
      })

      it('knows a conversation whose last turn failed, until one succeeds', async () => {
        const first = await accept()
        const outcome = {
          stopCode: null,
          reason: 'r',
          errorStage: null,
          steps: [],
          completedAt: AT,
          totalDurationMs: 1,
          channelSucceeded: null,
        }
        await storage.finishTurn(first.turnId ?? '', { ...outcome, state: 'failed' })
        expect(await idsOf({ failed: true })).toEqual([first.conversation.id])
        const second = await accept()
        await storage.finishTurn(second.turnId ?? '', { ...outcome, state: 'completed' })
        expect(await idsOf({ failed: true })).toEqual([])
      })

      it('marks as unread, and knows where the unread part begins', async () => {
        const first = await accept()
        await storage.markRead(first.conversation.id)
        expect(await storage.firstUnreadSeq(first.conversation.id)).toBeNull()
        const second = await accept()
        await accept()
        expect(await storage.firstUnreadSeq(first.conversation.id)).toBe(second.message.seq)
        await storage.markRead(first.conversation.id)
        expect((await storage.markUnread(first.conversation.id))?.unreadCount).toBe(1)
      })
    })

    describe('pages of a thread', () => {
      it('reads around a message and on in both directions', async () => {
        const seqs: number[] = []
        let conversation: ConversationRecord | undefined
        for (let n = 0; n < 10; n += 1) {
          const accepted = await accept({ text: `m${n}` })
          seqs.push(accepted.message.seq)
          conversation = accepted.conversation
        }
        const id = conversation?.id ?? ''
        const textsOf = (page: { items: { text: string }[] }) => page.items.map(({ text }) => text)
        const around = await storage.listMessages(id, { limit: 4, aroundSeq: seqs[4] ?? 0 })
        expect(textsOf(around)).toEqual(['m3', 'm4', 'm5', 'm6'])
        const after = await storage.listMessages(id, { limit: 2, after: around.nextAfter ?? '' })
        expect(textsOf(after)).toEqual(['m7', 'm8'])
        const last = await storage.listMessages(id, { limit: 2, after: after.nextAfter ?? '' })
        expect([textsOf(last), last.nextAfter]).toEqual([['m9'], null])
        const before = await storage.listMessages(id, { limit: 2, before: around.nextBefore ?? '' })
        expect(textsOf(before)).toEqual(['m1', 'm2'])
        expect(before.nextBefore).not.toBeNull()
      })
    })

    describe('drafts', () => {
      const outcome = {
        state: 'stopped' as const,
        stopCode: 'awaiting_approval' as const,
        reason: 'waits',
        errorStage: null,
        steps: [],
        completedAt: AT,
        totalDurationMs: 1,
        channelSucceeded: null,
      }
      const thought = {
        agentKind: 'house',
        agentProfileId: 'house',
        agentName: 'Sofia',
        agentDurationMs: 3,
        sessionName: 's',
        agentSessionId: 'x',
        agentUserId: null,
      }
      async function saved(text = 'We open at 9') {
        const { conversation, turnId } = await accept()
        const draft: DraftRecord = {
          id: nextId('draft'),
          instanceName: 'shop',
          conversationId: conversation.id,
          turnId: turnId ?? '',
          agentName: 'Leo',
          text,
          thought,
          createdAt: AT,
        }
        return { draft, ...(await storage.saveDraft(draft, outcome)) }
      }

      it('keeps a draft through a restart, with its turn ended', async () => {
        const { draft, turn, conversation } = await saved()
        expect(turn).toMatchObject({ state: 'stopped', stopCode: 'awaiting_approval' })
        storage = await under.restart()
        expect((await claimAll(storage)).turns).toEqual([])
        expect(await storage.getDraft(draft.id)).toEqual(draft)
        expect((await storage.getConversation(conversation.id))?.draftId).toBe(draft.id)
        expect(await storage.countConversations()).toMatchObject({ waiting: 1 })
      })

      it('plans an approved draft once, and opens its turn again', async () => {
        const { draft, conversation } = await saved()
        const approve = () =>
          storage.approveDraft(draft.id, {
            messages: [planned(conversation.id, draft.turnId, draft.text)],
            steps: [],
            at: later(9),
            conversationEvent: conversationEvent('draft_approved', { by: 'Ana' }),
          })
        const approved = await approve()
        expect(approved).toMatchObject({ turn: { state: 'delivering', stopCode: null }, conversation: { draftId: null } })
        expect(await approve()).toBeNull()
        storage = await under.restart()
        const open = await claimAll(storage)
        expect([open.turns.map(({ id }) => id), open.deliveries.map(({ turnId }) => turnId)]).toEqual([[draft.turnId], [draft.turnId]])
      })

      it('ends a draft once, with the reason on its turn', async () => {
        const { draft } = await saved()
        const end = {
          stopCode: 'draft_discarded' as const,
          reason: 'Ana did not want it.',
          conversationEvent: conversationEvent('draft_discarded'),
          at: AT,
        }
        expect(await storage.endDraft(draft.id, end)).toMatchObject({
          conversation: { draftId: null },
          turn: { stopCode: 'draft_discarded', reason: 'Ana did not want it.' },
        })
        expect(await storage.endDraft(draft.id, end)).toBeNull()
        expect(await storage.getDraft(draft.id)).toBeNull()
      })

      it('puts a newer draft instead of an older one', async () => {
        const first = await saved('old')
        const second = await saved('new')
        expect(await storage.getDraft(first.draft.id)).toBeNull()
        expect(second.conversation.id).toBe(first.conversation.id)
        expect(await storage.getTrace(first.draft.turnId)).toMatchObject({ stopCode: 'superseded' })
        expect((await storage.getConversation(first.conversation.id))?.draftId).toBe(second.draft.id)
      })
    })

    it('keeps planned messages in the order of their times', async () => {
      const { conversation } = await accept()
      const record = { instanceName: 'shop', conversationId: conversation.id, text: 'hi', by: 'Ana', createdAt: AT }
      await storage.createScheduled({ ...record, id: 'late', sendAt: later(90), state: 'waiting' })
      await storage.createScheduled({ ...record, id: 'soon', sendAt: later(30), state: 'waiting' })
      expect(await storage.nextScheduledAt()).toBe(later(30))
      expect((await storage.dueScheduled(later(30))).map(({ id }) => id)).toEqual(['soon'])
      expect((await storage.attention()).missed).toEqual([])
      await storage.markMissed('soon')
      expect((await storage.attention()).missed).toMatchObject([{ instanceName: 'shop', conversationId: conversation.id, at: later(30) }])
      expect(await storage.nextScheduledAt()).toBe(later(90))
      expect((await storage.listScheduled(conversation.id)).map(({ id, state }) => [id, state])).toEqual([
        ['soon', 'missed'],
        ['late', 'waiting'],
      ])
      expect(await storage.updateScheduled('soon', 'ho', later(120))).toMatchObject({ text: 'ho', state: 'waiting' })
      expect((await storage.attention()).missed).toEqual([])
      expect(await storage.updateScheduled('nobody', 'ho', later(120))).toBeNull()
      expect([await storage.removeScheduled('late'), await storage.removeScheduled('late')]).toEqual([true, false])
    })

    it('refuses a second saved reply with the same shortcut in the same place', async () => {
      await storage.saveReply({ id: 'a', instanceName: null, shortcut: 'hi', text: 'Hello' })
      await expect(storage.saveReply({ id: 'b', instanceName: null, shortcut: 'HI', text: 'x' })).rejects.toMatchObject({
        code: 'conflict',
      })
      await storage.saveReply({ id: 'c', instanceName: 'shop', shortcut: 'hi', text: 'Olá' })
      await storage.saveReply({ id: 'c', instanceName: 'shop', shortcut: 'hi', text: 'Oi' })
      expect((await storage.listReplies('shop')).map(({ text }) => text)).toEqual(['Hello', 'Oi'])
      expect((await storage.listReplies('other')).map(({ id }) => id)).toEqual(['a'])
      expect([await storage.removeReply('a'), await storage.removeReply('a')]).toEqual([true, false])
    })

    it('takes a removed label off the conversations that have it', async () => {
      const { conversation } = await accept()
      await storage.saveLabel({ id: 'a', name: 'Órfão', colour: 'green' })
      await storage.saveLabel({ id: 'b', name: 'New', colour: 'red' })
      await expect(storage.saveLabel({ id: 'c', name: 'órfão', colour: 'red' })).rejects.toMatchObject({ code: 'conflict' })
      await storage.assignLabels(conversation.id, ['b', 'a'])
      expect((await storage.removeLabel('b'))?.map(({ labels }) => labels)).toEqual([['a']])
      expect((await storage.getConversation(conversation.id))?.labels).toEqual(['a'])
      expect(await storage.removeLabel('b')).toBeNull()
    })

    it('keeps notes with the person, also when two contacts turn out to be one', async () => {
      const phone = { kind: 'phone' as const, value: '777' }
      const lid = { kind: 'lid' as const, value: 'abc' }
      const sender = (identities: (typeof phone | typeof lid)[]) => ({ identities, name: 'Rui', avatarUrl: null })
      const one = await accept({ chat: { externalId: '777@s.whatsapp.net', kind: 'direct', name: null }, sender: sender([phone]) })
      const two = await accept({ chat: { externalId: 'abc@lid', kind: 'direct', name: null }, sender: sender([lid]) })
      const note = (id: string, { conversation }: typeof one, createdAt: string) =>
        storage.addNote({
          id,
          instanceName: 'shop',
          contactId: conversation.contactId,
          conversationId: conversation.id,
          author: 'Ana',
          text: id,
          createdAt,
        })
      await note('first', one, AT)
      await note('second', two, later(1))
      await storage.setOwner(two.conversation.id, person(null), ['bot'], AT, null)
      await storage.saveLabel({ id: 'vip', name: 'VIP', colour: 'green' })
      await storage.assignLabels(two.conversation.id, ['vip'])
      const merged = await accept({ chat: { externalId: 'abc@lid', kind: 'direct', name: null }, sender: sender([phone, lid]) })
      expect((await storage.listNotes(merged.conversation.id)).map(({ text }) => text)).toEqual(['second', 'first'])
      expect(merged.conversation).toMatchObject({ owner: { kind: 'person' }, labels: ['vip'] })
      expect((await storage.removeNote('first'))?.text).toBe('first')
      expect(await storage.removeNote('first')).toBeNull()
    })

    it('tells what there was with a person', async () => {
      const { conversation, turnId } = await accept()
      await storage.planAnswer(plan(turnId ?? '', [planned(conversation.id, turnId, 'a')]))
      expect(await storage.contactHistory(conversation.id)).toEqual({
        conversations: [],
        messageCount: 2,
        answeredCount: 1,
        firstMessageAt: AT,
      })
    })

    describe('answering again', () => {
      const finished = {
        stopCode: null,
        reason: 'ok',
        errorStage: null,
        steps: [],
        completedAt: AT,
        totalDurationMs: 1,
        channelSucceeded: true,
      }

      it('opens one new turn about the messages of the old one', async () => {
        const first = await accept({ text: 'one' })
        const second = await accept({ text: 'two' })
        await storage.mergeTurns(first.turnId ?? '', [second.turnId ?? ''], AT)
        await storage.planAnswer(plan(first.turnId ?? '', [planned(first.conversation.id, first.turnId, 'answer')]))
        await storage.finishTurn(first.turnId ?? '', { ...finished, state: 'completed' })
        const repeat = () => storage.repeatTurn(first.conversation.id, nextId('t'), conversationEvent('run_again', { by: 'Ana' }), later(5))
        const repeated = await repeat()
        expect(repeated?.turn).toMatchObject({ state: 'received', rerunOf: first.turnId, messageCount: 2 })
        expect((await storage.turnMessages(repeated?.turn.id ?? '')).map(({ text }) => text)).toEqual(['one', 'two'])
        await expect(repeat()).rejects.toMatchObject({ code: 'conflict' })
        expect(await storage.lastTurn(first.conversation.id)).toMatchObject({ id: repeated?.turn.id })
        storage = await under.restart()
        expect((await claimAll(storage)).turns.map(({ id }) => id)).toEqual([repeated?.turn.id])
      })

      it('has nothing to answer in a conversation without a message of the customer', async () => {
        const conversation = await storage.openConversation('shop', { externalId: 'x', kind: 'direct', name: null }, [], AT)
        expect(await storage.repeatTurn(conversation.id, 't', conversationEvent('run_again'), AT)).toBeNull()
        expect(await storage.lastTurn(conversation.id)).toBeNull()
      })

      it('finds the turn that a message was merged into', async () => {
        const first = await accept()
        const second = await accept()
        await storage.mergeTurns(first.turnId ?? '', [second.turnId ?? ''], AT)
        expect(await storage.lastTurn(first.conversation.id)).toMatchObject({ id: first.turnId })
      })
    })

    describe('search', () => {
      it('finds words by their beginning, without regard to case and accents, newest first', async () => {
        await chat(1, { text: 'Quero três pães de queijo' })
        await chat(2, { text: 'tem PAO hoje?' })
        await chat(3, { text: 'bolo' })
        await indexAll()
        expect(await texts(['pao'])).toEqual(['tem PAO hoje?'])
        expect(await texts(['PÃ'])).toEqual(['tem PAO hoje?', 'Quero três pães de queijo'])
        expect(await texts(['tres', 'queij'])).toEqual(['Quero três pães de queijo'])
        expect(await texts(['queijo', 'bolo'])).toEqual([])
      })

      it('takes nothing that a person types for syntax', async () => {
        await accept({ text: 'a OR b* "c" (d) NEAR e^2 col:x -y' })
        await indexAll()
        for (const word of ['"', '*', 'OR', 'col:x', '"c"', '(d', "'; DROP TABLE messages; --", 'a"b', '^2', '-y', '{text}', '\u0000'])
          await expect(storage.searchMessages({ words: [word], limit: 5 })).resolves.toBeInstanceOf(Array)
        expect(await texts(['or'])).toHaveLength(1)
        expect(await texts(['col:x'])).toHaveLength(1)
      })

      it('keeps to the instance that was asked for', async () => {
        await accept({ text: 'secret plan' })
        await accept({ text: 'secret cake', instanceName: 'other' })
        await storage.createInstance(instanceRecord('other-2'))
        await accept({ text: 'secret pie', instanceName: 'other-2' })
        await indexAll()
        expect(await texts(['secret'], 'shop')).toEqual(['secret plan'])
        expect(await texts(['secret'], 'other')).toEqual(['secret cake'])
        expect(await texts(['secret'])).toHaveLength(3)
        expect(await names(['ann'], 'other')).toEqual(['Ann'])
      })

      it('follows edits, and forgets what was revoked or went with its instance', async () => {
        await accept({ externalId: 'e1', text: 'red apples' })
        await accept({ externalId: 'e2', text: 'red grapes' })
        await accept({ text: 'red wine', instanceName: 'other' })
        await indexAll()
        await storage.updateMessage('shop', { type: 'edit', externalId: 'e1', text: 'green pears', at: AT })
        await storage.updateMessage('shop', { type: 'revoke', externalId: 'e2', at: AT })
        await storage.removeInstance('other')
        await indexAll()
        expect(await texts(['red'])).toEqual([])
        expect(await texts(['pears'])).toEqual(['green pears'])
      })

      it('finds answers as well, but no conversationEvents', async () => {
        const { conversation } = await accept({ text: 'question' })
        await storage.enqueueDelivery(planned(conversation.id, null, 'took a look'), AT)
        await storage.setOwner(conversation.id, person(null), ['bot'], AT, conversationEvent('took_over', { by: 'Ana' }))
        await indexAll()
        expect(await texts(['took'])).toEqual(['took a look'])
      })

      it('makes everything searchable in small steps, and says when that is done', async () => {
        for (let n = 0; n < 12; n += 1) await accept({ text: `word${n} thing` })
        expect(await storage.indexForSearch(5)).toBe(false)
        await indexAll(5)
        expect(await texts(['thing'])).toHaveLength(12)
        storage = await under.restart()
        expect(await storage.indexForSearch(5)).toBe(true)
        expect(await texts(['thing'])).toHaveLength(12)
      })

      it('finds people by name, number and chat name, and by what they are called now', async () => {
        await chat(551199, { sender: { identities: [{ kind: 'phone', value: '551199' }], name: 'José Conceição', avatarUrl: null } })
        await accept({ chat: { externalId: 'g@g.us', kind: 'group', name: 'Família Souza' }, sender: null })
        await indexAll()
        expect(await names(['jose', 'conc'])).toEqual(['José Conceição'])
        expect(await names(['5511'])).toEqual(['José Conceição'])
        expect((await storage.searchPeople({ words: ['familia'], limit: 5 })).map(({ name: chatName }) => chatName)).toEqual([
          'Família Souza',
        ])
        await storage.upsertContact('shop', { identities: [{ kind: 'phone', value: '551199' }], name: 'Zé', avatarUrl: null }, AT)
        await indexAll()
        expect(await names(['jose'])).toEqual([])
        expect(await names(['ze'])).toEqual(['Zé'])
      })
    })

    it('keeps the file that a person attached', async () => {
      const bytes = new Uint8Array([1, 2, 3])
      await storage.addMedia({ id: 'f1', instanceName: 'shop', mimeType: 'image/png', fileName: 'a.png', bytes, createdAt: AT })
      const { conversation } = await accept()
      const media = {
        id: 'f1',
        mimeType: 'image/png',
        sizeBytes: 3,
        fileName: 'a.png',
        durationSeconds: null,
        width: null,
        height: null,
        isVoiceNote: false,
      }
      const { message } = await storage.enqueueDelivery({ ...planned(conversation.id, null, ''), kind: 'image', media }, AT)
      expect((await storage.getMessage(message.id))?.media).toMatchObject({ id: 'f1', mimeType: 'image/png' })
      expect((await storage.readMedia('f1'))?.bytes).toEqual(bytes)
    })

    it('forgets everything about the inbox of a removed instance', async () => {
      const { conversation } = await accept()
      await storage.createScheduled({
        id: 's',
        instanceName: 'shop',
        conversationId: conversation.id,
        text: 'x',
        by: 'Ana',
        sendAt: AT,
        state: 'waiting',
        createdAt: AT,
      })
      await storage.saveReply({ id: 'r', instanceName: 'shop', shortcut: 'x', text: 'x' })
      await storage.setOwner(conversation.id, { ...bot, kind: 'waiting' }, ['bot'], AT, null)
      await storage.removeInstance('shop')
      expect(await storage.nextScheduledAt()).toBeNull()
      expect(await storage.listReplies(null)).toEqual([])
      expect(await storage.countConversations()).toEqual({ unread: 0, waiting: 0 })
    })
  })
}
