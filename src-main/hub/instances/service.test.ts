import { describe, expect, it } from 'vitest'
import { createInstanceSchema } from '../../../src-shared/contract/instances.ts'
import type { Channel, ChannelContext } from '../channels/port.ts'
import { driver as simulator } from '../channels/simulator/driver.ts'
import { createLiveBus } from '../live/bus.ts'
import { silentLog } from '../observe/log.ts'
import { createVault } from '../secrets/vault.ts'
import type { Storage } from '../storage/port.ts'
import type { AgentProfileRecord, InstanceRecord } from '../storage/records.ts'
import { createInstanceService } from './service.ts'

/** A disk that is as slow as the test wants. */
function slowStorage() {
  const saved: InstanceRecord[] = []
  let hold: Promise<void> | null = null
  const storage: Partial<Storage> = {
    createInstance: async (record) => ({ ...record, id: 1 }),
    async saveInstance(record) {
      saved.push(record)
      await hold
    },
  }
  return {
    storage: storage as Storage,
    saved,
    holdBack(until: Promise<void>) {
      hold = until
    },
  }
}

describe('the instance service', () => {
  async function start() {
    const disk = slowStorage()
    let context: ChannelContext | undefined
    const driver = {
      ...simulator,
      create(given: ChannelContext): Channel {
        context = given
        return { ...simulator.create(given), start: async () => undefined }
      },
    }
    const instances = createInstanceService({
      onAgentChanged: () => undefined,
      agentProfiles: { get: (id) => ({ id }) as AgentProfileRecord, forgetInstance: async () => undefined },
      storage: disk.storage,
      vault: createVault(new Uint8Array(32)),
      bus: createLiveBus(),
      log: silentLog,
      now: Date.now,
      publicAddress: (path) => `http://hub.test${path}`,
      drivers: [driver],
    })
    await instances.create(
      createInstanceSchema.parse({ name: 'shop', channel: 'simulator', secrets: { apiKey: 'the key of the channel' } }),
    )
    if (context === undefined) throw new Error('no channel was made')
    return { instances, context, ...disk }
  }

  it('loses neither a change of settings nor what the channel reports while it is written', async () => {
    const { instances, context, saved, holdBack } = await start()
    let written: () => void = () => undefined
    holdBack(new Promise((resolve) => (written = resolve)))
    const changing = instances.update({ name: 'shop', agentProfileId: 'ana' })
    context.reportConnection({ state: 'connected', account: '1555' })
    written()
    await changing
    expect(saved.at(-1)).toMatchObject({ agentProfileId: 'ana', connection: { state: 'connected', account: '1555' } })
    expect(instances.get('shop').record).toMatchObject({ agentProfileId: 'ana', connection: { state: 'connected' } })
  })

  it('does not put into force what could not be written', async () => {
    const { instances, holdBack } = await start()
    holdBack(Promise.reject(new Error('the disk is full')))
    await expect(instances.update({ name: 'shop', agentProfileId: 'ana' })).rejects.toThrow('full')
    expect(instances.get('shop').record.agentProfileId).toBe('house')
  })

  it('takes its secrets out of what others wrote', async () => {
    const { instances, context } = await start()
    expect(instances.get('shop').hideSecrets('refused: the key of the channel')).toBe('refused: [hidden]')
    context.reportConnection({ state: 'error', message: 'refused: the key of the channel' })
    expect(instances.get('shop').record.connection.message).toBe('refused: [hidden]')
  })
})
