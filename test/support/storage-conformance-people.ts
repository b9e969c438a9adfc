/** What any storage adapter must do when two contacts turn out to be one person. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { IdentityRef } from '../../src-main/hub/channels/port.ts'
import type { NewInbound, NewOwner, Storage } from '../../src-main/hub/storage/port.ts'
import { AT, inbound, later, nextId, plan, planned, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const PHONE: IdentityRef = { kind: 'phone', value: '15552223333' }
const LID: IdentityRef = { kind: 'lid', value: '915552223333' }
const byPhone = { externalId: '15552223333@s.whatsapp.net', kind: 'direct' as const, name: null }
const byLid = { externalId: '915552223333@lid', kind: 'direct' as const, name: null }

export function describePeopleStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`people on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop', 'other'], (opened) => {
      under = opened
      storage = opened.storage
    })

    const from = (identities: IdentityRef[], overrides: Partial<NewInbound> = {}) =>
      storage.acceptInbound(
        inbound({
          chat: identities.some(({ kind }) => kind === 'phone') ? byPhone : byLid,
          sender: { identities, name: 'Ann', avatarUrl: null },
          ...overrides,
        }),
      )
    const map = (instanceName = 'shop') =>
      storage.upsertContact(instanceName, { identities: [PHONE, LID], name: null, avatarUrl: null }, AT)
    const textsOf = async (id: string) => (await storage.listMessages(id, { limit: 100 })).items.map(({ text }) => text)
    const conversations = async (instanceName = 'shop') => (await storage.listConversations({ instanceName }, { limit: 50 })).items

    it('joins two contacts, their chats and everything in them, and tells what became of the other', async () => {
      const first = await from([PHONE], { text: 'one', sentAt: later(1) })
      const second = await from([LID], { text: 'two', sentAt: later(2) })
      const third = await from([PHONE], { text: 'three', sentAt: later(3) })
      const [keep, drop] = [first.conversation.id, second.conversation.id]
      expect(drop).not.toBe(keep)

      const mapped = await map()
      expect(mapped?.merged).toMatchObject([{ fromId: drop, conversation: { id: keep, unreadCount: 3, lastMessagePreview: 'three' } }])
      expect(await textsOf(keep)).toEqual(['one', 'two', 'three'])
      expect(await conversations()).toHaveLength(1)
      expect((await storage.listContacts({ instanceName: 'shop' }, { limit: 10, offset: 0 })).items).toMatchObject([
        { identities: expect.arrayContaining([PHONE, LID]) },
      ])
      for (const { turnId } of [first, second, third])
        expect(await storage.getTrace(turnId ?? '')).toMatchObject({ conversationId: keep, contactId: mapped?.contact.id })
      // Told again, nothing is left to be done.
      expect((await map())?.merged).toEqual([])
    })

    it('is told by a message that carries both ids', async () => {
      await from([PHONE], { text: 'one' })
      await from([LID], { text: 'two' })
      const both = await from([PHONE, LID], { text: 'three' })
      expect(both.merged).toHaveLength(1)
      expect(await textsOf(both.conversation.id)).toEqual(['one', 'two', 'three'])
      expect((await from([LID], { text: 'four' })).conversation.id).toBe(both.conversation.id)
    })

    it('keeps labels, notes, planned messages, and the person who owns one of the two', async () => {
      const { conversation: kept } = await from([PHONE])
      const { conversation: gone, contact } = await from([LID])
      const label = (id: string) => storage.saveLabel({ id, name: id, colour: 'blue' })
      await label('vip')
      await label('late')
      await storage.assignLabels(kept.id, ['vip'])
      await storage.assignLabels(gone.id, ['vip', 'late'])
      const ana: NewOwner = { kind: 'person', name: 'Ana', until: later(600), reason: null, minutes: 10 }
      await storage.setOwner(gone.id, ana, ['bot'], AT, null)
      const note = {
        id: 'n',
        instanceName: 'shop',
        contactId: contact?.id ?? null,
        conversationId: gone.id,
        author: 'Ana',
        text: 'nut allergy',
        createdAt: AT,
      }
      await storage.addNote(note)
      const scheduled = {
        id: 's',
        instanceName: 'shop',
        conversationId: gone.id,
        text: 'tomorrow',
        by: 'Ana',
        sendAt: later(60),
        state: 'waiting' as const,
        createdAt: AT,
      }
      await storage.createScheduled(scheduled)
      await map()
      expect(await storage.getConversation(kept.id)).toMatchObject({
        owner: { kind: 'person', name: 'Ana', until: later(600), minutes: 10 },
        labels: expect.arrayContaining(['vip', 'late']),
      })
      expect((await storage.listNotes(kept.id)).map(({ text }) => text)).toEqual(['nut allergy'])
      expect((await storage.listScheduled(kept.id)).map(({ id }) => id)).toEqual(['s'])
    })

    it('leads from the id that is gone to the one that stays, through a restart', async () => {
      const { conversation: kept } = await from([PHONE])
      const { conversation: gone } = await from([LID])
      await map()
      storage = await under.restart()
      expect((await storage.getConversation(gone.id))?.id).toBe(kept.id)
    })

    it('lets work go on that was begun in the one that is gone, to the address that it was meant for', async () => {
      const { conversation: kept } = await from([PHONE])
      const { conversation: gone, turnId } = await from([LID], { externalId: 'X' })
      const message = planned(gone.id, null, 'on its way')
      message.delivery.part.chatExternalId = byLid.externalId
      const waiting = await storage.enqueueDelivery(message, AT)
      await map()
      // An answer that was being thought is planned after the merge.
      const answer = await storage.planAnswer(plan(turnId ?? '', [planned(gone.id, turnId, 'the answer')]))
      expect(answer.changes[0]?.conversation.id).toBe(kept.id)
      expect(await storage.startDelivery(waiting.delivery.id, AT)).toMatchObject({
        conversationId: kept.id,
        part: { chatExternalId: byLid.externalId },
      })
      const sent = { state: 'sent' as const, externalId: nextId('ext'), chatExternalId: null, at: AT, payloads: [] }
      expect((await storage.finishDelivery(waiting.delivery.id, sent))?.conversation.id).toBe(kept.id)
    })

    it('puts the past of both in the order of its time', async () => {
      const past = (identities: IdentityRef[], seconds: number) =>
        from(identities, { turnId: null, countsAsUnread: false, text: String(seconds), sentAt: later(seconds) })
      const { conversation } = await from([PHONE], { text: '100', sentAt: later(100) })
      await from([LID], { text: '101', sentAt: later(101) })
      for (const seconds of [90, 70, 50]) await past([PHONE], seconds)
      for (const seconds of [80, 60]) await past([LID], seconds)
      while (!(await storage.indexForSearch(100)));
      await map()
      expect(await textsOf(conversation.id)).toEqual(['50', '60', '70', '80', '90', '100', '101'])
      while (!(await storage.indexForSearch(100)));
      expect((await storage.searchMessages({ words: ['60'], limit: 5 })).map(({ message }) => message.text)).toEqual(['60'])
    })

    it('leaves the same ids of another instance alone', async () => {
      await from([PHONE], { instanceName: 'other' })
      await from([LID], { instanceName: 'other' })
      await map('shop')
      expect(await conversations('other')).toHaveLength(2)
    })

    it('ends with one person and one thread in the order of its messages, whatever comes in which order', async () => {
      const step = fc.constantFrom<'phone' | 'lid' | 'both' | 'map' | 'group'>('phone', 'lid', 'both', 'map', 'group')
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
          run += 1
          const phone = { kind: 'phone', value: `1000${run}` }
          const lid = { kind: 'lid', value: `2000${run}` }
          const names = { phone: [phone], lid: [lid], both: [phone, lid] }
          const said: string[] = []
          for (const [index, what] of [...steps, 'map' as const].entries()) {
            if (what === 'map') {
              await storage.upsertContact(
                'shop',
                { identities: index % 2 === 0 ? [phone, lid] : [lid, phone], name: null, avatarUrl: null },
                later(index),
              )
              continue
            }
            const isGroup = what === 'group'
            const identities = isGroup ? [lid] : names[what]
            const text = `${run}-${index}`
            if (!isGroup) said.push(text)
            await storage.acceptInbound(
              inbound({
                chat: isGroup
                  ? { externalId: `g${run}@g.us`, kind: 'group', name: null }
                  : { externalId: what === 'lid' ? `2000${run}@lid` : `1000${run}@s.whatsapp.net`, kind: 'direct', name: null },
                sender: { identities, name: null, avatarUrl: null },
                text,
                sentAt: later(index),
              }),
            )
          }
          const contact = await storage.findContact('shop', lid)
          expect(await storage.findContact('shop', phone)).toEqual(contact)
          const mine = (await storage.listConversations({ instanceName: 'shop' }, { limit: 200 })).items.filter(
            (item) => item.contactId === contact?.id,
          )
          expect(mine.length).toBe(said.length === 0 ? 0 : 1)
          if (mine[0] !== undefined) {
            expect(await textsOf(mine[0].id)).toEqual(said)
            expect(mine[0].unreadCount).toBe(said.length)
          }
        }),
        { numRuns: 30 },
      )
    })
  })
}
