import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SetupDraft } from '../../src-shared/contract/setup.ts'
import { startTestHub, type TestHub, watchLive } from '../support/hub.ts'

const draft: SetupDraft = {
  screen: 'name',
  channel: 'whatsapp',
  provider: 'evolution',
  displayName: 'Sol Bakery',
  name: 'sol-bakery',
  settings: { url: 'http://localhost:8080' },
  createdName: null,
  agentProfileId: 'house',
  house: { greeting: 'Hi!', openingHours: '', address: '', priceList: '', handover: '', faqs: [], simpleGreeting: false },
}

describe('the set-up of a new installation', () => {
  let omni: TestHub
  beforeEach(async () => {
    omni = await startTestHub()
  })
  afterEach(() => omni.stop())
  const home = () => omni.panel.system.home()
  const done = async () => (await home()).checklist?.filter((item) => item.isDone).map((item) => item.key)

  it('is kept through a restart, whatever was created meanwhile, until it is ended', async () => {
    expect(await home()).toMatchObject({ isFirstRun: true })
    await omni.panel.setup.save({ draft, windowId: 'a' })
    await omni.panel.instances.create({ name: 'other', channel: 'simulator' })
    await omni.restart()
    expect(await omni.panel.setup.get()).toEqual(draft)
    expect(await home()).toMatchObject({ isFirstRun: true })
    await omni.panel.setup.endFirstRun()
    await omni.restart()
    expect(await home()).toMatchObject({ isFirstRun: false })
    expect(await omni.panel.setup.get()).toEqual(draft)
    await omni.panel.setup.forget({ windowId: 'a' })
    expect(await omni.panel.setup.get()).toBeNull()
  })

  it('does not greet an installation as new that has instances already', async () => {
    await omni.panel.instances.create({ name: 'old', channel: 'simulator' })
    expect(await home()).toMatchObject({ isFirstRun: false })
    await omni.panel.setup.save({ draft, windowId: 'a' })
    expect(await home()).toMatchObject({ isFirstRun: false })
  })

  it('tells the other windows what one entered', async () => {
    const live = await watchLive(omni.panel)
    await omni.panel.setup.save({ draft, windowId: 'first' })
    expect(await live.until((event) => event.type === 'setup.changed')).toEqual({ type: 'setup.changed', windowId: 'first' })
    live.stop()
  })

  it('knows by the facts what is done, and does not undo it', async () => {
    expect(await done()).toEqual([])
    await omni.panel.instances.create({ name: 'try-it', channel: 'simulator', house: draft.house })
    expect(await done()).toEqual(['agent'])
    const live = await watchLive(omni.panel)
    const { id } = await omni.panel.simulator.open({ instanceName: 'try-it' })
    await omni.panel.simulator.say({ conversationId: id, text: 'Hello', clientId: '1' })
    await live.untilTrace((trace) => trace.state === 'completed')
    live.stop()
    expect(await done()).toEqual(['agent', 'answer'])
    await omni.panel.instances.remove({ name: 'try-it' })
    await omni.restart()
    expect(await done()).toEqual(['agent', 'answer'])
    await omni.panel.setup.hideChecklist()
    expect((await home()).checklist).toBeNull()
  })
})
