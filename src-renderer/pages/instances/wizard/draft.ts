import type { AgentSettings, ChannelKind, ChannelProvider, ChannelType, HouseTexts } from '../../../../src-shared/contract/instances.ts'

export const WIZARD_STEPS = ['channel', 'name', 'connect', 'agent', 'done'] as const
export type WizardStep = (typeof WIZARD_STEPS)[number]

/** Everything that was entered so far. Secrets are not in it: it is kept where a reload finds it. */
export interface WizardDraft {
  step: WizardStep
  channel: ChannelKind | null
  provider: ChannelProvider
  name: string
  settings: Record<string, unknown>
  /** The instance, once it was created; from then on the wizard changes it. */
  createdName: string | null
  /** In the connect step: the account settings are saved and the phone is to be linked. */
  isLinking: boolean
  agent: AgentSettings
  house: HouseTexts
}

type Kind = Pick<ChannelType, 'linking' | 'fields'>

/** The same rule as the contract's `instanceNameSchema`, without carrying zod to the page. */
const NAME = /^[A-Za-z0-9_-]{1,64}$/

export function newDraft(house: HouseTexts): WizardDraft {
  return {
    step: 'channel',
    channel: null,
    provider: null,
    name: '',
    settings: {},
    createdName: null,
    isLinking: false,
    agent: { kind: 'house', url: '', agentId: 'default', shape: 'auto', timeoutMs: 60_000 },
    house,
  }
}

/** The steps that this channel needs: one that has nothing to enter and nothing to link skips "connect". */
export function stepsOf(type: Kind | undefined): WizardStep[] {
  const needsConnect = !type || type.linking === 'qr' || type.fields.length > 0
  return WIZARD_STEPS.filter((step) => step !== 'connect' || needsConnect)
}

function isConnectSplit(draft: WizardDraft, type: Kind | undefined): boolean {
  return draft.step === 'connect' && type?.linking === 'qr' && type.fields.length > 0
}

/** One step on. The connect step has two screens: the account's settings, then the phone. */
export function nextStep(draft: WizardDraft, type: Kind | undefined): WizardDraft {
  if (draft.step === 'connect' && type?.linking === 'qr' && !draft.isLinking) return { ...draft, isLinking: true }
  const steps = stepsOf(type)
  const step = steps[steps.indexOf(draft.step) + 1] ?? 'done'
  // A channel without settings goes straight to its phone.
  return { ...draft, step, isLinking: step === 'connect' && type?.fields.length === 0 }
}

/** One step back; null from the first, which leaves the wizard. */
export function previousStep(draft: WizardDraft, type: Kind | undefined): WizardDraft | null {
  if (draft.isLinking && isConnectSplit(draft, type)) return { ...draft, isLinking: false }
  const steps = stepsOf(type)
  const step = steps[steps.indexOf(draft.step) - 1]
  if (!step) return null
  return { ...draft, step, isLinking: step === 'connect' && type?.linking === 'qr' }
}

/** Another channel is another instance: what was created stays in the list, and a new one begins. */
export function chooseChannel(draft: WizardDraft, type: Pick<ChannelType, 'channel' | 'provider'>, takenNames: string[]): WizardDraft {
  if (draft.channel === type.channel && draft.provider === type.provider) return draft
  const isNameOurs =
    draft.name === '' || draft.createdName !== null || /^(whatsapp|discord|slack|instagram|simulator)(-\d+)?$/.test(draft.name)
  const name = isNameOurs ? freeName(type.channel, takenNames) : draft.name
  return { ...draft, channel: type.channel, provider: type.provider, name, settings: {}, createdName: null, isLinking: false }
}

/** "whatsapp", or "whatsapp-2" when that is taken. */
export function freeName(base: string, takenNames: string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? base : `${base}-${number}`
    if (!takenNames.includes(name)) return name
  }
}

export function nameProblem(draft: WizardDraft, takenNames: string[]): 'nameInvalid' | 'nameTaken' | null {
  if (draft.createdName !== null) return null
  if (!NAME.test(draft.name)) return 'nameInvalid'
  return takenNames.includes(draft.name) ? 'nameTaken' : null
}
