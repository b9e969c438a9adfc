/** Whether Omni starts with the computer, by the system's own word: people change it in the system, too. */
export interface Autostart {
  isOn(): boolean
  /** Throws an OmniError('forbidden') in plain words where the system refuses. */
  set(isOn: boolean): void
  /** At each start: the program may have moved since (an AppImage, a new version's folder). */
  refresh(): void
}
