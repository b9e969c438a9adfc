import { expect, test } from 'vitest'
import { instanceNameSchema } from '../../../../src-shared/contract/common.ts'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import { chooseChannel, creatingScreen, freeName, nameProblem, newDraft, nextScreen, previousScreen, screensOf, stepOf } from './draft.ts'

const house = { greeting: '', openingHours: '', address: '', priceList: '', handover: '', faqs: [] }
const whatsapp = { channel: 'whatsapp', provider: 'evolution', linking: 'qr', fields: [{ name: 'url' }] } as ChannelType
const inApp = { channel: 'whatsapp', provider: 'web', linking: 'qr', fields: [] as unknown } as ChannelType
const byToken = { channel: 'discord', provider: null, linking: 'none', fields: [{ name: 'token' }] } as ChannelType
const simulator = { channel: 'simulator', provider: null, linking: 'none', fields: [] as unknown } as ChannelType
const draft = (fields: Partial<SetupDraft> = {}): SetupDraft => ({ ...newDraft(house), ...fields })

/** Every screen of the way from the first to the last. */
function walk(type: ChannelType): string[] {
  const screens: string[] = []
  let now = draft()
  for (let guard = 0; guard < 10; guard++) {
    screens.push(now.screen)
    if (now.screen === 'try') break
    now = nextScreen(now, type)
  }
  return screens
}

test('a channel with settings and a code asks for the settings first, then shows the code', () => {
  expect(walk(whatsapp)).toEqual(['channel', 'name', 'account', 'link', 'agent', 'try'])
  expect(creatingScreen(whatsapp)).toBe('account')
})

test('a channel without settings goes straight to its code', () => {
  expect(walk(inApp)).toEqual(['channel', 'name', 'link', 'agent', 'try'])
  expect(creatingScreen(inApp)).toBe('name')
})

test('a channel that is reached by its settings alone shows whether that worked', () => {
  expect(walk(byToken)).toEqual(['channel', 'name', 'account', 'link', 'agent', 'try'])
})

test('a channel that needs nothing is asked nothing, and comes to be with its agent', () => {
  expect(walk(simulator)).toEqual(['channel', 'agent', 'try'])
  expect(creatingScreen(simulator)).toBe('agent')
})

test('there are three steps, whatever the screens', () => {
  expect([...new Set(screensOf(whatsapp).map(stepOf))]).toEqual(['connect', 'agent', 'try'])
  expect([...new Set(screensOf(simulator).map(stepOf))]).toEqual(['connect', 'agent', 'try'])
})

test('going back passes every screen in reverse and then leaves the wizard', () => {
  const screens: (string | null)[] = []
  let now: SetupDraft | null = draft({ screen: 'agent' })
  while (now) {
    now = previousScreen(now, whatsapp)
    screens.push(now?.screen ?? null)
  }
  expect(screens).toEqual(['link', 'account', 'name', 'channel', null])
})

test('going back loses nothing that was entered', () => {
  const filled = draft({ screen: 'link', name: 'shop', settings: { url: 'http://localhost' }, createdName: 'shop' })
  expect(previousScreen(filled, whatsapp)).toEqual({ ...filled, screen: 'account' })
})

test('choosing the same channel again changes nothing, another one begins a new instance', () => {
  const made = draft({ channel: 'whatsapp', provider: 'evolution', name: 'shop', createdName: 'shop', settings: { url: 'x' } })
  expect(chooseChannel(made, whatsapp, [])).toBe(made)
  expect(chooseChannel(made, simulator, ['shop'])).toMatchObject({
    channel: 'simulator',
    name: 'simulator',
    createdName: null,
    settings: {},
  })
})

test('a name that a person typed survives the choice of another channel, a proposed one does not', () => {
  const typed = draft({ channel: 'whatsapp', provider: 'evolution', name: 'sol-bakery' })
  expect(chooseChannel(typed, byToken, []).name).toBe('sol-bakery')
  expect(chooseChannel({ ...typed, name: 'whatsapp-2' }, byToken, []).name).toBe('discord')
})

test('the proposed name is free', () => {
  expect(freeName('whatsapp', [])).toBe('whatsapp')
  expect(freeName('whatsapp', ['whatsapp', 'whatsapp-2'])).toBe('whatsapp-3')
})

test('a name must fit and be free, unless the instance is already there', () => {
  expect(nameProblem(draft({ name: 'sol bakery' }), [])).toBe('nameInvalid')
  expect(nameProblem(draft({ name: 'shop' }), ['shop'])).toBe('nameTaken')
  expect(nameProblem(draft({ name: 'shop', createdName: 'shop' }), ['shop'])).toBeNull()
})

test('the page and the contract agree on what a name is', () => {
  for (const name of ['a', 'A-b_9', '', 'a b', 'é', 'x'.repeat(64), 'x'.repeat(65), 'a/b']) {
    expect(nameProblem(draft({ name }), []) === null, name).toBe(instanceNameSchema.safeParse(name).success)
  }
})
