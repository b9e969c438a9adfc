import { useState } from 'react'
import { newDraft, WIZARD_STEPS, type WizardDraft } from './draft.ts'

const KEY = 'omni.wizard'

function isDraft(value: unknown): value is WizardDraft {
  const step = (value as { step?: unknown } | null)?.step
  return WIZARD_STEPS.some((known) => known === step) && typeof (value as { house?: unknown }).house === 'object'
}

function load(): WizardDraft | null {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    return isDraft(value) ? value : null
  } catch {
    // Written by another version: nothing to go on with.
    return null
  }
}

export function forgetDraft(): void {
  sessionStorage.removeItem(KEY)
}

/** The draft of the wizard: it survives a reload and a look at another page. */
export function useStoredDraft(house: WizardDraft['house']) {
  const [draft, setDraft] = useState(() => load() ?? newDraft(house))
  function change(next: WizardDraft): void {
    sessionStorage.setItem(KEY, JSON.stringify(next))
    setDraft(next)
  }
  function startOver(): void {
    forgetDraft()
    setDraft(newDraft(house))
  }
  return { draft, change, startOver }
}
