import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface UiState {
  isRailCollapsed: boolean
  /** Lists show only this instance; null shows all. */
  instanceFilter: string | null
  /** Beside a conversation, where there is room for it: the person it is with. */
  isPersonShown: boolean
}

/** How this person likes the panel; kept in this browser. */
export const useUi = create<UiState>()(
  persist((): UiState => ({ isRailCollapsed: false, instanceFilter: null, isPersonShown: true }), { name: 'omni.ui' }),
)

export function toggleRail(): void {
  useUi.setState((state) => ({ isRailCollapsed: !state.isRailCollapsed }))
}

export function showInstance(name: string | null): void {
  useUi.setState({ instanceFilter: name })
}

export function showPerson(isPersonShown: boolean): void {
  useUi.setState({ isPersonShown })
}
