/** What any storage adapter says of how many conversations a filter leaves, whatever happened before. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import { AT, inbound, instanceRecord, later, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

const LABELS = ['vip', 'late', 'order']

export function describeCountStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`the counts of the filters on ${name}`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop', 'other'], (opened) => {
      under = opened
      storage = opened.storage
    })

    async function expectTrue(): Promise<void> {
      const total = async (filter: Parameters<Storage['listConversations']>[0]) =>
        (await storage.listConversations(filter, { limit: 1, withTotal: true })).total
      for (const instanceName of ['shop', 'other', null]) {
        const counts = await storage.countByFilter(instanceName)
        const of = instanceName === null ? {} : { instanceName }
        expect(counts.group, `groups of ${instanceName}`).toBe(await total({ ...of, group: true }))
        for (const labelId of LABELS)
          expect(counts.labels[labelId] ?? 0, `${labelId} of ${instanceName}`).toBe(await total({ ...of, labelId }))
        for (const one of ['shop', 'other']) expect(counts.instances[one] ?? 0, one).toBe(await total({ instanceName: one }))
      }
    }

    it('are right after whatever comes, goes, is labelled and becomes one', async () => {
      const instance = fc.constantFrom('shop', 'other')
      const step = fc.oneof(
        { weight: 6, arbitrary: fc.record({ does: fc.constant('chat' as const), instance, chat: fc.nat(5), isGroup: fc.boolean() }) },
        { weight: 4, arbitrary: fc.record({ does: fc.constant('label' as const), which: fc.nat(30), ids: fc.subarray(LABELS) }) },
        { weight: 2, arbitrary: fc.record({ does: fc.constant('join' as const), instance, chat: fc.nat(5), ids: fc.subarray(LABELS) }) },
        { weight: 1, arbitrary: fc.record({ does: fc.constant('unlabel' as const), id: fc.constantFrom(...LABELS) }) },
        { weight: 1, arbitrary: fc.record({ does: fc.constant('remove' as const), instance }) },
      )
      let count = 0
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
          for (const id of LABELS) await storage.saveLabel({ id, name: id, colour: 'blue' })
          for (const one of steps) {
            count += 1
            if (one.does === 'chat') {
              const lid = `9${one.chat}`
              const chat = one.isGroup
                ? { externalId: `${one.chat}@g.us`, kind: 'group' as const, name: 'Team' }
                : { externalId: `${lid}@lid`, kind: 'direct' as const, name: null }
              const sender = { identities: [{ kind: 'lid', value: lid }], name: 'Ann', avatarUrl: null }
              await storage.acceptInbound(
                inbound({ instanceName: one.instance, chat, sender, externalId: `m${count}`, sentAt: later(count) }),
              )
            } else if (one.does === 'join') {
              // A chat by the phone, which then turns out to be the same person.
              const phone = { kind: 'phone', value: `155500000${one.chat}` }
              const chat = { externalId: `${phone.value}@s.whatsapp.net`, kind: 'direct' as const, name: null }
              const sender = { identities: [phone], name: 'Ann', avatarUrl: null }
              await storage.acceptInbound(
                inbound({ instanceName: one.instance, chat, sender, externalId: `m${count}`, sentAt: later(count) }),
              )
              // Both may have the same labels.
              const both = (await storage.listConversations({ instanceName: one.instance }, { limit: 50 })).items
              for (const { id, externalId } of both)
                if (externalId === chat.externalId || externalId === `9${one.chat}@lid`) await storage.assignLabels(id, one.ids)
              const identities = [phone, { kind: 'lid', value: `9${one.chat}` }]
              await storage.upsertContact(one.instance, { identities, name: null, avatarUrl: null }, AT)
            } else if (one.does === 'label') {
              const { items } = await storage.listConversations({}, { limit: 50 })
              const chosen = items[one.which % Math.max(1, items.length)]
              if (chosen) await storage.assignLabels(chosen.id, one.ids)
            } else if (one.does === 'unlabel') {
              await storage.removeLabel(one.id)
              await storage.saveLabel({ id: one.id, name: one.id, colour: 'blue' })
            } else {
              await storage.removeInstance(one.instance)
              await storage.createInstance(instanceRecord(one.instance))
            }
          }
          await expectTrue()
        }),
        { numRuns: 8 },
      )
      storage = await under.restart()
      await expectTrue()
    })
  })
}
