import { describe, expect, it } from 'vitest'
import { createInstanceSchema } from '../../../../src-shared/contract/instances.ts'
import type { Channel, ChannelContext } from '../../channels/port.ts'
import { driver as simulator } from '../../channels/simulator/driver.ts'
import { createLiveBus } from '../../live/bus.ts'
import { silentLog } from '../../observe/log.ts'
import { createOutside } from '../../runtime/http/outside.ts'
import { createVault } from '../../secrets/vault.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord, InstanceRecord } from '../../storage/records.ts'
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
    removeInstance: async () => undefined,
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
    /** What each channel that was made was given, in their order. */
    const contexts: ChannelContext[] = []
    const started: ChannelContext[] = []
    const driver = {
      ...simulator,
      create(given: ChannelContext): Channel {
        contexts.push(given)
        return { ...simulator.create(given), start: async () => void started.push(given) }
      },
    }
    const instances = createInstanceService({
      onSilenced: () => undefined,
      onConnected: () => undefined,
      onAgentChanged: () => undefined,
      onRemoved: () => undefined,
      hold: { isHeld: () => false },
      agentProfiles: { get: (id) => ({ id }) as AgentProfileRecord, forgetInstance: async () => undefined, isSetUp: () => true },
      storage: disk.storage,
      vault: createVault(new Uint8Array(32)),
      bus: createLiveBus(),
      log: silentLog,
      now: Date.now,
      outside: createOutside([]),
      publicAddress: (path) => `http://hub.test${path}`,
      drivers: [driver],
    })
    await instances.create(
      createInstanceSchema.parse({ name: 'shop', channel: 'simulator', secrets: { apiKey: 'the key of the channel' } }),
    )
    const [context] = contexts
    if (context === undefined) throw new Error('no channel was made')
    return { instances, context, contexts, started, ...disk }
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

  it('shows a QR code and never writes it, whatever it writes', async () => {
    const { instances, context, saved } = await start()
    const qr = { image: 'data:image/png;base64,QR', pairingCode: null, expiresAt: null }
    context.reportConnection({ state: 'connecting', qr })
    await context.saveSettings({ settings: { learned: true } })
    await instances.update({ name: 'shop', agentProfileId: 'ana' })
    expect(saved.map(({ connection }) => connection)).toMatchObject(Array(3).fill({ state: 'connecting', qr: null }))
    expect(instances.get('shop').record.connection.qr).toEqual(qr)
  })

  it('listens to the channel in force alone: to none that was replaced, to none of an instance that was removed', async () => {
    const { instances, contexts, saved } = await start()
    const instance = instances.get('shop')
    await instances.update({ name: 'shop', secrets: { apiKey: 'another key' } })
    const written = saved.length
    contexts[0]?.reportConnection({ state: 'error', message: 'from before' })
    expect(instance.record.connection.message).toBeNull()
    contexts[1]?.reportConnection({ state: 'connected' })
    expect(instance.record.connection.state).toBe('connected')
    await instances.remove('shop', { onPlatform: false, evenIfAdopted: false })
    contexts[1]?.reportConnection({ state: 'error', message: 'from before' })
    expect(instance.record.connection.state).toBe('connected')
    expect(saved).toHaveLength(written + 1)
  })

  it('keeps what a channel learns, and gives no channel the secrets of the webhook and of agents', async () => {
    const { instances, context, contexts, saved } = await start()
    await context.saveSettings({ settings: { phone: '1555' }, secrets: { apiKey: null, token: 'learned', agentKey: 'of the agent' } })
    const instance = instances.get('shop')
    expect(instance.record.settings).toMatchObject({ phone: '1555' })
    expect(['apiKey', 'token', 'agentKey'].map((field) => instance.secret(field))).toEqual([null, 'learned', 'of the agent'])
    expect(JSON.stringify(saved)).not.toContain('"learned"')
    await instances.update({ name: 'shop', settings: {} })
    expect(contexts.map(({ secrets }) => secrets)).toEqual([{ apiKey: 'the key of the channel' }, { token: 'learned' }])
  })

  it('does not start a channel while a secret of its instance cannot be read, says so, and goes on once it is entered again', async () => {
    const { instances, contexts, started } = await start()
    const { record } = instances.get('shop')
    // As a database looks that was brought from another computer.
    record.secrets['apiKey'] = createVault(new Uint8Array(32).fill(1)).seal('instance/shop/apiKey', 'the key of the channel')
    await instances.update({ name: 'shop', settings: {} })
    expect(instances.get('shop').record.connection).toMatchObject({
      state: 'error',
      message: 'A saved secret (instance/shop/apiKey) cannot be read any more. Enter it again.',
    })
    await instances.update({ name: 'shop', secrets: { apiKey: 'entered again' } })
    expect(contexts.map((context) => started.includes(context))).toEqual([true, false, true])
  })

  it('does not read the secret of one field under the name of another', async () => {
    const { instances } = await start()
    const instance = instances.get('shop')
    expect(instance.secret('apiKey')).toBe('the key of the channel')
    const { secrets } = instance.record
    secrets['token'] = secrets['apiKey'] ?? ''
    expect(instance.secret('token')).toBeNull()
  })
})
