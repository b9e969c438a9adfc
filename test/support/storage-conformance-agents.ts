/** What any storage adapter does with the saved agents. */
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import type { AgentProfileRecord } from '../../src-main/hub/storage/records.ts'
import { agentFlagsSchema } from '../../src-shared/contract/agents.ts'
import { claimAll } from './claim-all.ts'
import { AT, inbound, instanceRecord, later, plan, planned, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

export function agentProfile(id: string, changes: Partial<AgentProfileRecord> = {}): AgentProfileRecord {
  return {
    id,
    name: 'Sofia',
    kind: 'openai',
    settings: { model: 'small' },
    secrets: { apiKey: { scope: `agent-profile/${id}/apiKey`, sealed: 'sealed' } },
    timeoutMs: 5000,
    flags: agentFlagsSchema.parse({}),
    health: { state: 'unknown', lastOkAt: null, lastError: null },
    madeFor: null,
    createdAt: AT,
    updatedAt: AT,
    ...changes,
  }
}

export function describeAgentStorage(name: string, open: () => Promise<StorageUnderTest>): void {
  describe(`${name}: saved agents`, () => {
    let under: StorageUnderTest
    let storage: Storage
    storageForEach(open, ['shop'], (given) => {
      under = given
      storage = given.storage
    })
    const ids = async () => (await storage.listAgentProfiles()).map(({ id }) => id)

    it('has the built-in agent from the start, and a new instance is answered by it', async () => {
      expect(await storage.listAgentProfiles()).toMatchObject([{ id: 'house', kind: 'house', secrets: {}, madeFor: null }])
      expect(await storage.listInstances()).toMatchObject([{ agentProfileId: 'house' }])
    })

    it('keeps what was saved, whole, through a restart', async () => {
      const profile = agentProfile('sofia', {
        health: { state: 'failing', lastOkAt: AT, lastError: { message: 'Refused.', at: later(1) } },
      })
      await storage.saveAgentProfile(profile)
      await storage.saveAgentProfile({ ...profile, name: 'Ana', madeFor: 'shop', updatedAt: later(2) })
      storage = await under.restart()
      expect((await storage.listAgentProfiles()).find(({ id }) => id === 'sofia')).toEqual({
        ...profile,
        name: 'Ana',
        madeFor: 'shop',
        updatedAt: later(2),
      })
    })

    it('removes an agent only while nobody is answered by it', async () => {
      await storage.saveAgentProfile(agentProfile('sofia'))
      await storage.createInstance({ ...instanceRecord('clinic'), agentProfileId: 'sofia' })
      expect(await storage.removeAgentProfile('sofia')).toBe(false)
      expect(await ids()).toContain('sofia')
      await storage.removeInstance('clinic')
      expect(await storage.removeAgentProfile('sofia')).toBe(true)
      expect(await storage.removeAgentProfile('sofia')).toBe(false)
      expect(await ids()).toEqual(['house'])
    })

    it('takes a promised answer once, by its token, until it has expired', async () => {
      const promised = { turnId: 't1', instanceName: 'shop', tokenHash: 'hash-1', isAccepted: false, expiresAt: later(60), reply: null }
      await storage.saveLateReply(promised, AT)
      await storage.acceptLateReply('t1')
      storage = await under.restart()
      expect(await storage.getLateReply('t1')).toEqual({ ...promised, isAccepted: true })
      expect(await storage.isLateReplyAwaited('another', later(1))).toBe(false)
      expect(await storage.isLateReplyAwaited('hash-1', later(61))).toBe(false)
      expect(await storage.isLateReplyAwaited('hash-1', later(60))).toBe(true)
      expect(await storage.takeLateReply('another', { reply: 'x' }, later(1))).toBeNull()
      expect(await storage.takeLateReply('hash-1', { reply: 'too late' }, later(61))).toBeNull()
      expect(await storage.takeLateReply('hash-1', { reply: 'Hello' }, later(60))).toEqual({ turnId: 't1' })
      expect(await storage.isLateReplyAwaited('hash-1', later(60))).toBe(false)
      expect(await storage.takeLateReply('hash-1', { reply: 'Again' }, later(60))).toBeNull()
      expect((await storage.getLateReply('t1'))?.reply).toEqual({ body: { reply: 'Hello' } })
      await storage.removeLateReply('t1')
      expect(await storage.getLateReply('t1')).toBeNull()
    })

    it('forgets promises that nobody kept, and those of an instance that is gone', async () => {
      const promised = { instanceName: 'shop', isAccepted: true, reply: null }
      await storage.saveLateReply({ ...promised, turnId: 't1', tokenHash: 'a', expiresAt: later(60) }, AT)
      await storage.saveLateReply({ ...promised, turnId: 't2', tokenHash: 'b', expiresAt: later(600) }, later(120))
      expect(await storage.getLateReply('t1')).toBeNull()
      await storage.removeInstance('shop')
      expect(await storage.getLateReply('t2')).toBeNull()
    })

    it('adds up what agents used: for the turn, the day, and the person', async () => {
      const { message, contact, turnId } = await storage.acceptInbound(inbound())
      const use = { turnId: turnId ?? '', instanceName: 'shop', contactId: contact?.id ?? '', agentProfileId: 'house', day: '2026-01-02' }
      await storage.countAgentUse({ ...use, inputTokens: 10, outputTokens: 5, costMicros: 7 })
      await storage.countAgentUse({ ...use, inputTokens: 1, outputTokens: null, costMicros: null })
      await storage.countAgentUse({
        ...use,
        turnId: 'gone',
        contactId: null,
        day: '2026-01-03',
        inputTokens: 100,
        outputTokens: 0,
        costMicros: 50,
      })
      storage = await under.restart()
      expect(message.turnId).toBe(turnId)
      expect(await storage.getTrace(turnId ?? '')).toMatchObject({ inputTokens: 11, outputTokens: 5, costMicros: 7 })
      expect(await storage.agentUseOfContact(contact?.id ?? '')).toEqual({
        turns: 2,
        inputTokens: 11,
        outputTokens: 5,
        audioSeconds: 0,
        costMicros: 7,
      })
      expect(await storage.agentUseByDay({ from: '2026-01-02', to: '2026-01-03' })).toEqual([
        { instanceName: 'shop', day: '2026-01-02', turns: 2, inputTokens: 11, outputTokens: 5, audioSeconds: 0, costMicros: 7 },
        { instanceName: 'shop', day: '2026-01-03', turns: 1, inputTokens: 100, outputTokens: 0, audioSeconds: 0, costMicros: 50 },
      ])
      expect(await storage.agentUseByDay({ from: '2026-01-01', to: '2026-01-31', instanceName: 'clinic' })).toEqual([])
    })

    it('counts what was heard by its seconds, and not as an answer', async () => {
      const { turnId } = await storage.acceptInbound(inbound())
      const use = {
        instanceName: 'shop',
        contactId: null,
        agentProfileId: 'house',
        day: '2026-01-02',
        inputTokens: null,
        outputTokens: null,
      }
      await storage.countAgentUse({ ...use, turnId, audioSeconds: 30, costMicros: 3 })
      await storage.countAgentUse({ ...use, turnId: null, audioSeconds: 12, costMicros: null })
      expect(await storage.getTrace(turnId ?? '')).toMatchObject({ inputTokens: null, outputTokens: null, costMicros: 3 })
      expect(await storage.agentUseByDay({ from: '2026-01-02', to: '2026-01-02' })).toEqual([
        { instanceName: 'shop', day: '2026-01-02', turns: 0, inputTokens: 0, outputTokens: 0, audioSeconds: 42, costMicros: 3 },
      ])
    })

    it('keeps an answer open until its last part is planned, and what a growing message has said', async () => {
      const { conversation, turnId } = await storage.acceptInbound(inbound())
      const first = planned(conversation.id, turnId, 'Hello')
      await storage.planAnswer({ ...plan(turnId ?? '', [first]), isOpen: true })
      storage = await under.restart()
      const { turns, deliveries } = await claimAll(storage)
      expect(turns).toMatchObject([{ id: turnId, state: 'delivering', isAnswerOpen: true }])
      expect(deliveries).toHaveLength(1)
      expect(await storage.rewriteDelivery(first.delivery.id, 'Hello there')).toMatchObject({
        message: { text: 'Hello there' },
        delivery: { part: { content: { text: 'Hello there' } } },
      })
      expect(await storage.rewriteDelivery('gone', 'x')).toBeNull()
      await storage.planAnswer(plan(turnId ?? '', [planned(conversation.id, turnId, 'Bye')]))
      expect(await storage.getTrace(turnId ?? '')).toMatchObject({ isAnswerOpen: false })
      expect((await storage.turnDeliveries(turnId ?? '')).map(({ part }) => part.content)).toMatchObject([
        { text: 'Hello there' },
        { text: 'Bye' },
      ])
    })
  })
}
