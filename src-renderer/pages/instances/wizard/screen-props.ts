import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'

/** What every screen of the wizard gets. */
export interface ScreenProps {
  draft: SetupDraft
  onChange: (draft: SetupDraft) => void
  /** Goes on to the screen after this one, with this draft. */
  onNext: (draft: SetupDraft) => void
}
