import { expect, test } from 'vitest'
import { displayNameSchema, instanceNameSchema } from '../../../../src-shared/contract/common.ts'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import {
  chooseChannel,
  creatingScreen,
  displayNameProblem,
  free,
  nameProblem,
  newDraft,
  nextScreen,
  previousScreen,
  renamed,
  screensOf,
  slugOf,
  stepOf,
} from './draft.ts'

const whatsapp = { channel: 'whatsapp', provider: 'evolution', linking: 'qr', fields: [{ name: 'url' }] } as ChannelType
const inApp = { channel: 'whatsapp', provider: 'web', linking: 'qr', fields: [] as unknown } as ChannelType
const byToken = { channel: 'discord', provider: null, linking: 'none', fields: [{ name: 'token' }] } as ChannelType
const simulator = { channel: 'simulator', provider: null, linking: 'none', fields: [] as unknown } as ChannelType
const draft = (fields: Partial<SetupDraft> = {}): SetupDraft => ({ ...newDraft(), ...fields })

const NONE = { names: [], displayNames: [] }

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
  expect(chooseChannel(made, whatsapp, 'WhatsApp', NONE)).toBe(made)
  expect(chooseChannel(made, simulator, 'Simulator', { names: ['shop'], displayNames: ['Shop'] })).toMatchObject({
    channel: 'simulator',
    name: 'simulator',
    createdName: null,
    settings: {},
  })
})

test('a name that a person typed survives the choice of another channel, a proposed one does not', () => {
  const typed = draft({ channel: 'whatsapp', provider: 'evolution', name: 'sol-bakery' })
  expect(chooseChannel(typed, byToken, 'Discord', NONE).name).toBe('sol-bakery')
  expect(chooseChannel({ ...typed, name: 'whatsapp-2' }, byToken, 'Discord', NONE)).toMatchObject({
    name: 'discord',
    displayName: 'Discord',
  })
})

test('the proposed name is free', () => {
  expect(free('whatsapp', '-', [])).toBe('whatsapp')
  expect(free('whatsapp', '-', ['WhatsApp', 'whatsapp-2'])).toBe('whatsapp-3')
  expect(free('WhatsApp', ' ', ['WhatsApp'])).toBe('WhatsApp 2')
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

test('the name in addresses is made of what people call the account, and follows it until somebody chooses another', () => {
  const begun = renamed(draft({ channel: 'whatsapp', name: 'whatsapp', displayName: 'WhatsApp' }), 'Pão & Açúcar 🥖', [])
  expect(begun).toMatchObject({ displayName: 'Pão & Açúcar 🥖', name: 'pao-acucar' })
  expect(renamed(begun, 'Sol Bakery', ['sol-bakery']).name).toBe('sol-bakery-2')
  expect(renamed({ ...begun, name: 'mine' }, 'Sol Bakery', []).name).toBe('mine')
  expect(renamed({ ...begun, createdName: 'pao-acucar' }, 'Sol Bakery', ['pao-acucar']).name).toBe('pao-acucar')
})

test('a name without a letter that fits into an address takes that of its channel', () => {
  expect(slugOf({ displayName: '面包店 🥖', channel: 'whatsapp' }, ['whatsapp'])).toBe('whatsapp-2')
  expect(slugOf({ displayName: `${'x'.repeat(55)} y`, channel: 'whatsapp' }, [])).toBe('x'.repeat(55))
})

test('the page and the contract agree on what people may call an account', () => {
  for (const name of ['a', '面包店 🥖', '', '   ', '👩‍👩‍👧'.repeat(60), 'x'.repeat(60), 'x'.repeat(61)])
    expect(displayNameProblem(name) === null, name).toBe(displayNameSchema.safeParse(name).success)
})
