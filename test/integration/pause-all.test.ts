/** All accounts paused at once, as from the desktop's tray, and resumed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub } from '../support/hub.ts'
import { createScriptedChannel, type ScriptedChannel, textFrom } from '../support/scripted-channel.ts'

let omni: TestHub
let channel: ScriptedChannel

const create = (name: string, isAnswering?: boolean) =>
  omni.panel.instances.create({
    name,
    channel: 'whatsapp',
    provider: 'scripted',
    isAnswering,
    house: { simpleGreeting: true },
    behaviour: { gatherWindowMs: 0, splitting: 'never' },
  })
const answering = async () => (await omni.panel.instances.list()).flatMap(({ name, isAnswering }) => (isAnswering ? [name] : [])).sort()
const background = () => omni.hub.background()

beforeEach(async () => {
  channel = createScriptedChannel({ protectsNumber: false })
  omni = await startTestHub({ drivers: [channel.driver] })
  await create('shop', true)
  await create('workshop', true)
  await create('off', false)
  await create('new')
})
afterEach(() => omni.stop())

describe('pausing all accounts', () => {
  it('silences those that answer, and resuming goes on with these alone', async () => {
    expect(await background().status()).toEqual({ accounts: 4, connected: 4, answering: 2, waiting: 0, isPaused: false })
    await background().pauseAnswering()
    await background().pauseAnswering()
    expect(await answering()).toEqual([])
    expect(await background().status()).toMatchObject({ answering: 0, isPaused: true })
    await channel.tell('shop', textFrom('15552223333', 'Anybody?'))
    await expect.poll(async () => (await background().status()).waiting).toBe(1)
    expect(channel.sent).toEqual([])
    expect(await background().resumeAnswering()).toEqual([])
    expect(await answering()).toEqual(['shop', 'workshop'])
    expect(await background().status()).toMatchObject({ isPaused: false })
  })

  it('holds over a restart of the hub', async () => {
    await background().pauseAnswering()
    await omni.restart()
    expect(await background().status()).toMatchObject({ answering: 0, isPaused: true })
    await background().resumeAnswering()
    expect(await answering()).toEqual(['shop', 'workshop'])
  })

  it('leaves what was decided since as it is', async () => {
    await background().pauseAnswering()
    await omni.panel.instances.remove({ name: 'workshop', onPlatform: false })
    await create('workshop')
    await omni.panel.instances.update({ name: 'shop', isAnswering: true })
    expect(await background().status()).toMatchObject({ isPaused: false })
    await background().resumeAnswering()
    expect(await answering()).toEqual(['shop'])
  })

  it('says which account could not begin again, and goes on with the others', async () => {
    await background().pauseAnswering()
    await omni.panel.instances.update({ name: 'shop', displayName: 'Padaria Sol', house: { simpleGreeting: false } })
    expect(await background().resumeAnswering()).toEqual([
      { name: 'Padaria Sol', reason: 'Write what the house agent says first, or choose its simple greeting.' },
    ])
    expect(await answering()).toEqual(['workshop'])
  })
})
