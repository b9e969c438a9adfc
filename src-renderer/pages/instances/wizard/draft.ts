/** The wizard's draft: which screens a channel needs, and what one moves on to. */

import type { ChannelType, HouseTexts } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft, SetupScreen } from '../../../../src-shared/contract/setup.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'

/** What the progress shows: three steps, of one or more screens each. */
export const WIZARD_STEPS = ['connect', 'agent', 'try'] as const
export type WizardStep = (typeof WIZARD_STEPS)[number]

type Kind = Pick<ChannelType, 'linking' | 'fields'>

/** The same rule as the contract's `instanceNameSchema`, without carrying zod to the page. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/

export function newDraft(house: HouseTexts): SetupDraft {
  return {
    screen: 'channel',
    channel: null,
    provider: null,
    name: '',
    settings: {},
    createdName: null,
    agentProfileId: HOUSE_PROFILE_ID,
    house,
  }
}

/**
 * The screens that this channel needs. One that asks for nothing is not given a name either: it is
 * there to try things out.
 */
export function screensOf(type: Kind | undefined): SetupScreen[] {
  const hasFields = type === undefined || type.fields.length > 0
  const isReached = hasFields || type.linking === 'qr'
  return [
    'channel',
    ...(isReached ? (['name'] as const) : []),
    ...(hasFields ? (['account'] as const) : []),
    ...(isReached ? (['link'] as const) : []),
    'agent',
    'try',
  ]
}

export function stepOf(screen: SetupScreen): WizardStep {
  return screen === 'agent' || screen === 'try' ? screen : 'connect'
}

/** The screen whose "continue" creates the instance: the last one before it has to exist. */
export function creatingScreen(type: Kind | undefined): SetupScreen {
  const screens = screensOf(type)
  return screens.includes('account') ? 'account' : screens.includes('link') ? 'name' : 'agent'
}

export function nextScreen(draft: SetupDraft, type: Kind | undefined): SetupDraft {
  const screens = screensOf(type)
  return { ...draft, screen: screens[screens.indexOf(draft.screen) + 1] ?? 'try' }
}

/** One screen back; null from the first, which leaves the wizard. */
export function previousScreen(draft: SetupDraft, type: Kind | undefined): SetupDraft | null {
  const screens = screensOf(type)
  const screen = screens[screens.indexOf(draft.screen) - 1]
  return screen ? { ...draft, screen } : null
}

/** Another channel is another instance: what was created stays in the list, and a new one begins. */
export function chooseChannel(draft: SetupDraft, type: Pick<ChannelType, 'channel' | 'provider'>, takenNames: string[]): SetupDraft {
  if (draft.channel === type.channel && draft.provider === type.provider) return draft
  const isProposed = draft.name === '' || draft.createdName !== null || draft.name.replace(/-\d+$/, '') === draft.channel
  const name = isProposed ? freeName(type.channel, takenNames) : draft.name
  return { ...draft, channel: type.channel, provider: type.provider, name, settings: {}, createdName: null }
}

/** "whatsapp", or "whatsapp-2" when that is taken. */
export function freeName(base: string, takenNames: string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!takenNames.includes(name)) return name
  }
}

export function nameProblem(draft: Pick<SetupDraft, 'name' | 'createdName'>, takenNames: string[]): 'nameInvalid' | 'nameTaken' | null {
  if (draft.createdName !== null) return null
  if (!NAME.test(draft.name)) return 'nameInvalid'
  return takenNames.includes(draft.name) ? 'nameTaken' : null
}
