import { useMediaQuery } from '@mantine/hooks'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface UiState {
  /** Null until it was chosen: then the width of the window decides. */
  isRailCollapsed: boolean | null
  /** Lists show only this instance; null shows all. */
  instanceFilter: string | null
  /** Beside a conversation, where there is room for it: the person it is with. */
  isPersonShown: boolean
}

/** How this person likes the panel; kept in this browser. */
export const useUi = create<UiState>()(
  persist((): UiState => ({ isRailCollapsed: null, instanceFilter: null, isPersonShown: true }), { name: 'omni.ui' }),
)

/** Below this, the content needs the width more than the names of the pages do. */
const NARROW = '(max-width: 1100px)'

export function useRailCollapsed(): boolean {
  const chosen = useUi((state) => state.isRailCollapsed)
  const isNarrow = useMediaQuery(NARROW, undefined, { getInitialValueInEffect: false })
  return chosen ?? isNarrow ?? false
}

export function toggleRail(): void {
  useUi.setState((state) => ({ isRailCollapsed: !(state.isRailCollapsed ?? window.matchMedia(NARROW).matches) }))
}

export function showInstance(name: string | null): void {
  useUi.setState({ instanceFilter: name })
}

export function showPerson(isPersonShown: boolean): void {
  useUi.setState({ isPersonShown })
}
