/**
 * A secret box around the key file. The file is made when something is locked with it, and not before: beside data
 * that were locked with a file that is gone, a new one would only look like theirs.
 */
import { OmniError } from '../../src-shared/errors.ts'
import type { SecretBox } from '../hub/secrets/secret-box.ts'
import { keyBox } from './key-box.ts'
import { readKeyFile, readOrCreateKeyFile } from './key-file.ts'

const NAME = 'key-file'

/** Reads the file, if there is one. Throws an OmniError that names it where something is wrong with it. */
export function keyFileBox(path: string): SecretBox {
  let key = readKeyFile(path)
  return {
    name: NAME,
    async wrap(plain) {
      key ??= readOrCreateKeyFile(path)
      return keyBox(NAME, key).wrap(plain)
    },
    async unwrap(wrapped) {
      if (key === null) throw new OmniError('forbidden', `The key file ${path} is missing.`)
      return keyBox(NAME, key).unwrap(wrapped)
    },
  }
}
