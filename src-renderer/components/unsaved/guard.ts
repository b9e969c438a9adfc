/**
 * One guard for every form: as long as something on the page is not saved, leaving it asks first.
 * It stands before the router, at the change of the address, so links, the palette, shortcuts and
 * the browser's Back are all held.
 */
import { create } from 'zustand'

export interface UnsavedForm {
  isSaving: boolean
  save: () => void
}

interface GuardState {
  forms: ReadonlyMap<string, UnsavedForm>
  /** The address that was asked for and is held. */
  held: string | null
  /** Goes on to the held address as soon as everything is saved. */
  isLeavingWhenSaved: boolean
}

const NONE = { held: null, isLeavingWhenSaved: false }

export const useGuard = create<GuardState>(() => ({ forms: new Map(), ...NONE }))

function pathOf(url: string): string {
  return new URL(url).hash.split('?')[0] ?? ''
}

function goOn(): void {
  const { held } = useGuard.getState()
  useGuard.setState({ forms: new Map(), ...NONE })
  if (held !== null) window.location.hash = held
}

/** Says that a form has unsaved changes, or again in which state it is. */
export function putForm(id: string, form: UnsavedForm): void {
  const { forms, isLeavingWhenSaved } = useGuard.getState()
  const before = forms.get(id)
  useGuard.setState({ forms: new Map(forms).set(id, form) })
  // Saving ended and the form is still there: it failed, and says why itself.
  if (isLeavingWhenSaved && before?.isSaving === true && !form.isSaving) stay()
}

/** The form is saved, discarded or gone. */
export function dropForm(id: string): void {
  const { forms, isLeavingWhenSaved } = useGuard.getState()
  if (!forms.has(id)) return
  const rest = new Map(forms)
  rest.delete(id)
  useGuard.setState({ forms: rest })
  if (rest.size === 0 && isLeavingWhenSaved) goOn()
}

export function stay(): void {
  useGuard.setState(NONE)
}

export function leaveUnsaved(): void {
  goOn()
}

export function saveAndLeave(): void {
  useGuard.setState({ isLeavingWhenSaved: true })
  for (const form of useGuard.getState().forms.values()) form.save()
  // A form that found a mistake in itself did not even begin to save.
  setTimeout(() => {
    const { forms, isLeavingWhenSaved } = useGuard.getState()
    if (isLeavingWhenSaved && forms.size > 0 && ![...forms.values()].some((form) => form.isSaving)) stay()
  }, 0)
}

function hold(event: HashChangeEvent): void {
  const { forms } = useGuard.getState()
  if (forms.size === 0 || pathOf(event.oldURL) === pathOf(event.newURL)) return
  event.stopImmediatePropagation()
  // The router has pushed an entry of its own, which becomes this page again; Back has gone to
  // another one, which must stay what it is. (After a held link, Back has one entry of this page more.)
  if (event.isTrusted) window.history.pushState(null, '', event.oldURL)
  else window.history.replaceState(null, '', event.oldURL)
  useGuard.setState({ held: new URL(event.newURL).hash, isLeavingWhenSaved: false })
}

/**
 * Before the first render, so that it learns of a change before the router does. A browser also asks
 * before the window is closed; the desktop's window closes without a word, as Electron would not
 * show the question and never close.
 */
export function installGuard(isDesktop: boolean): void {
  window.addEventListener('hashchange', hold)
  if (isDesktop) return
  window.addEventListener('beforeunload', (event) => {
    if (useGuard.getState().forms.size > 0) event.preventDefault()
  })
}
