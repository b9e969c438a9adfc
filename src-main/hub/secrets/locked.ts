import { OmniError } from '../../../src-shared/errors.ts'

/** The saved secrets cannot be opened with what this process has. Nothing was changed. */
export class VaultLocked extends OmniError {
  /** Would the recovery phrase open them? */
  readonly hasPhrase: boolean

  constructor(message: string, hasPhrase: boolean, cause?: unknown) {
    super('unauthorized', message, { cause })
    this.hasPhrase = hasPhrase
  }
}
