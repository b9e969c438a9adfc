/** What the panel can ask of the desktop app around the hub, which knows nothing else of it. */
import type { DesktopChange, DesktopState, MissingKeyStore, WindowMemory } from '../../../src-shared/contract/desktop.ts'

export interface DesktopPowers {
  state(): Promise<DesktopState>
  /** Throws an OmniError in plain words where the system refuses. */
  change(change: DesktopChange): Promise<DesktopState>
  remember(memory: WindowMemory): void
  /** What Home has to say of the key store; null where it is there, or that was dismissed. */
  missingKeyStore(): MissingKeyStore | null
  dismissKeyStore(): void
}
