/** The recovery phrase, as its owner deals with it: shown until it is written down, and replaced when somebody else has seen it. */
import type { PhraseAnswer, RecoveryPhraseState } from '../../../src-shared/contract/recovery-phrase.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import { type DataKey, type Means, phraseIn, type SavedDataKey, saveDataKey, wrapByBox, wrapByPhrase } from './data-key.ts'
import { backupIdentityOf, newPhrase, readWord } from './phrase.ts'

export interface RecoveryPhrase {
  state(): RecoveryPhraseState
  /** Throws OmniError('forbidden') once it was confirmed. */
  words(): string[]
  /** Throws OmniError('bad_request') with `details.field`, its number, where a word is another. */
  confirm(answers: readonly PhraseAnswer[]): Promise<RecoveryPhraseState>
  /** From now on another phrase opens the secrets. The key stays: copies from before open with the phrase of that time. */
  renew(): Promise<RecoveryPhraseState>
  /** What opens the backups that are made now, see {@link backupIdentityOf}. It is for whoever makes them, and for nobody to see. */
  backupIdentity(): string
  /** Has the present secret box lock the key, where another one has opened it. */
  moveIntoBox(): Promise<RecoveryPhraseState>
}

export function createRecoveryPhrase(
  { storage, box, now }: Pick<Means, 'storage' | 'box' | 'now'>,
  { key, saved: first }: Pick<DataKey, 'key' | 'saved'>,
): RecoveryPhrase {
  let saved = first
  /** Changes, one after the other. */
  let changing: Promise<unknown> = Promise.resolve()

  const state = (): RecoveryPhraseState => {
    const { madeAt, confirmedAt } = saved.phrase
    return { madeAt, confirmedAt, lockedWith: saved.box, boxAtHand: box.name }
  }

  function change(part: () => Partial<SavedDataKey> | Promise<Partial<SavedDataKey>>): Promise<RecoveryPhraseState> {
    const changed = changing.then(async () => {
      saved = await saveDataKey(storage, { ...saved, ...(await part()) })
      return state()
    })
    changing = changed.catch(() => undefined)
    return changed
  }

  return {
    state,
    words() {
      if (saved.phrase.confirmedAt !== null)
        throw new OmniError('forbidden', 'The recovery phrase was written down, and is not shown any more.')
      return phraseIn(key, saved).split(' ')
    },
    confirm: (answers) =>
      change(() => {
        const words = phraseIn(key, saved).split(' ')
        for (const { position, word } of answers) {
          if (readWord(word) !== words[position - 1])
            throw new OmniError('bad_request', `This is not word ${position} of the recovery phrase.`, {
              details: { field: String(position) },
            })
        }
        return { phrase: { ...saved.phrase, confirmedAt: new Date(now()).toISOString() } }
      }),
    renew: () => change(() => ({ phrase: wrapByPhrase(key, newPhrase(), now()) })),
    backupIdentity: () => backupIdentityOf(phraseIn(key, saved)),
    moveIntoBox: () => change(() => wrapByBox(box, key)),
  }
}
