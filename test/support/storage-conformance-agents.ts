/** What any storage adapter does with the saved agents. */
import { describe, expect, it } from 'vitest'
import type { Storage } from '../../src-main/hub/storage/port.ts'
import type { AgentProfileRecord } from '../../src-main/hub/storage/records.ts'
import { AT, instanceRecord, later, type StorageUnderTest, storageForEach } from './storage-conformance.ts'

export function agentProfile(id: string, changes: Partial<AgentProfileRecord> = {}): AgentProfileRecord {
  return {
    id,
    name: 'Sofia',
    kind: 'openai',
    settings: { model: 'small' },
    secrets: { apiKey: { scope: `agent-profile/${id}/apiKey`, sealed: 'sealed' } },
    timeoutMs: 5000,
    flags: { usesPersonalData: true, takesImages: false },
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

    it('takes a promised answer once, by its token, until its time is over', async () => {
      const promised = { turnId: 't1', instanceName: 'shop', tokenHash: 'hash-1', isAccepted: false, expiresAt: later(60), reply: null }
      await storage.saveLateReply(promised, AT)
      await storage.acceptLateReply('t1')
      storage = await under.restart()
      expect(await storage.getLateReply('t1')).toEqual({ ...promised, isAccepted: true })
      expect(await storage.takeLateReply('another', { reply: 'x' }, later(1))).toBeNull()
      expect(await storage.takeLateReply('hash-1', { reply: 'too late' }, later(61))).toBeNull()
      expect(await storage.takeLateReply('hash-1', { reply: 'Hello' }, later(60))).toEqual({ turnId: 't1' })
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
  })
}
