/** An identity of age (an X25519 key) as its files and programs write it: Bech32, in capitals (https://age-encryption.org/v1). */
import { bech32 } from '@scure/base'

/** @param key 32 bytes */
export const ageIdentity = (key: Uint8Array): string => bech32.encodeFromBytes('age-secret-key-', key).toUpperCase()
