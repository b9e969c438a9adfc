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
  })
}
