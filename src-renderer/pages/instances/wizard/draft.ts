/** The wizard's draft: which screens a channel needs, and what one moves on to. */

import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft, SetupScreen } from '../../../../src-shared/contract/setup.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'

/** What the progress shows: three steps, of one or more screens each. */
export const WIZARD_STEPS = ['connect', 'agent', 'try'] as const
export type WizardStep = (typeof WIZARD_STEPS)[number]

type Kind = Pick<ChannelType, 'linking' | 'fields'>

/** The same rule as the contract's `instanceNameSchema`, without carrying zod to the page. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/

export function newDraft(): SetupDraft {
  return {
    screen: 'channel',
    channel: null,
    provider: null,
    displayName: '',
    name: '',
    settings: {},
    createdName: null,
    agentProfileId: HOUSE_PROFILE_ID,
    house: { greeting: '', openingHours: '', address: '', priceList: '', handover: '', faqs: [], simpleGreeting: false },
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

interface Taken {
  /** Of all instances that there are. */
  names: string[]
  displayNames: string[]
}

/**
 * Another channel is another instance: what was created stays in the list, and a new one begins.
 * @param proposal what to call it, unless a person has said so already
 */
export function chooseChannel(
  draft: SetupDraft,
  type: Pick<ChannelType, 'channel' | 'provider'>,
  proposal: string,
  taken: Taken,
): SetupDraft {
  if (draft.channel === type.channel && draft.provider === type.provider) return draft
  const begun = { ...draft, channel: type.channel, provider: type.provider, settings: {}, createdName: null }
  const isProposed = draft.name === '' || draft.createdName !== null || draft.name.replace(/-\d+$/, '') === draft.channel
  if (!isProposed) return begun
  const displayName = free(proposal, ' ', taken.displayNames)
  return { ...begun, displayName, name: slugOf({ displayName, channel: type.channel }, taken.names) }
}

/** The draft with another display name; its name follows as long as nobody has chosen one. */
export function renamed(draft: SetupDraft, displayName: string, takenNames: string[]): SetupDraft {
  const isOwn = draft.createdName !== null || draft.name !== slugOf(draft, takenNames)
  const next = { ...draft, displayName }
  return isOwn ? next : { ...next, name: slugOf(next, takenNames) }
}

/** A name for addresses out of what people call the account: free, and of its channel where no letter of it fits. */
export function slugOf({ displayName, channel }: Pick<SetupDraft, 'displayName' | 'channel'>, takenNames: string[]): string {
  const letters = displayName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = letters
    .replace(/[^a-z0-9_-]+/g, '-')
    .slice(0, 56)
    .replace(/^-+|-+$/g, '')
  return free(slug || (channel ?? 'account'), '-', takenNames)
}

/** "whatsapp", or "whatsapp-2" when that is taken, in whatever letters. */
export function free(base: string, separator: string, taken: string[]): string {
  const known = new Set(taken.map((name) => name.toLowerCase()))
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}${separator}${number}`
    if (!known.has(name.toLowerCase())) return name
  }
}

export function nameProblem(draft: Pick<SetupDraft, 'name' | 'createdName'>, takenNames: string[]): 'nameInvalid' | 'nameTaken' | null {
  if (draft.createdName !== null) return null
  if (!NAME.test(draft.name)) return 'nameInvalid'
  return takenNames.some((taken) => taken.toLowerCase() === draft.name.toLowerCase()) ? 'nameTaken' : null
}

/** The same rule as the contract's `displayNameSchema`. */
export function displayNameProblem(displayName: string): 'displayNameMissing' | 'displayNameLong' | null {
  const name = displayName.trim()
  if (name === '') return 'displayNameMissing'
  return [...new Intl.Segmenter().segment(name)].length > 60 || name.length > 600 ? 'displayNameLong' : null
}
