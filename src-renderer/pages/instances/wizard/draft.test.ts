import { expect, test } from 'vitest'
import { instanceNameSchema } from '../../../../src-shared/contract/common.ts'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { chooseChannel, freeName, nameProblem, newDraft, nextStep, previousStep, stepsOf, type WizardDraft } from './draft.ts'

const house = { greeting: '', openingHours: '', address: '', priceList: '', handover: '', faqs: [] }
const whatsapp = { channel: 'whatsapp', provider: 'evolution', linking: 'qr', fields: [{ name: 'url' }] } as ChannelType
const inApp = { channel: 'whatsapp', provider: 'web', linking: 'qr', fields: [] as unknown } as ChannelType
const simulator = { channel: 'simulator', provider: null, linking: 'none', fields: [] as unknown } as ChannelType
const draft = (fields: Partial<WizardDraft> = {}): WizardDraft => ({ ...newDraft(house), ...fields })

/** Every screen of the way from the first to the last. */
function walk(type: ChannelType): string[] {
  const screens: string[] = []
  let now = draft()
  for (let guard = 0; guard < 10; guard++) {
    screens.push(now.isLinking ? `${now.step}:phone` : now.step)
    if (now.step === 'done') break
    now = nextStep(now, type)
  }
  return screens
}

test('a channel with settings and a code asks for the settings first, then shows the code', () => {
  expect(walk(whatsapp)).toEqual(['channel', 'name', 'connect', 'connect:phone', 'agent', 'done'])
})

test('a channel without settings goes straight to its code', () => {
  expect(walk(inApp)).toEqual(['channel', 'name', 'connect:phone', 'agent', 'done'])
})

test('a channel that needs neither skips the step', () => {
  expect(walk(simulator)).toEqual(['channel', 'name', 'agent', 'done'])
  expect(stepsOf(simulator)).not.toContain('connect')
})

test('going back passes every screen in reverse and then leaves the wizard', () => {
  const screens: (string | null)[] = []
  let now: WizardDraft | null = draft({ step: 'agent' })
  while (now) {
    now = previousStep(now, whatsapp)
    screens.push(now && (now.isLinking ? `${now.step}:phone` : now.step))
  }
  expect(screens).toEqual(['connect:phone', 'connect', 'name', 'channel', null])
})

test('going back loses nothing that was entered', () => {
  const filled = draft({ step: 'connect', name: 'shop', settings: { url: 'http://localhost' }, createdName: 'shop', isLinking: true })
  expect(previousStep(filled, whatsapp)).toEqual({ ...filled, isLinking: false })
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

test('a name that a person typed survives the choice of another channel', () => {
  const typed = draft({ channel: 'whatsapp', provider: 'evolution', name: 'sol-bakery' })
  expect(chooseChannel(typed, simulator, []).name).toBe('sol-bakery')
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
