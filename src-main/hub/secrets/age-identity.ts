/**
 * An identity of age (an X25519 key) as its files and programs write it: Bech32 of BIP-173, without its limit on the
 * length, in capitals (https://age-encryption.org/v1).
 */
const PREFIX = 'age-secret-key-'
const CHARSET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
const CHECKSUM_LENGTH = 6

/** @param key 32 bytes */
export const ageIdentity = (key: Uint8Array): string => bech32(PREFIX, key).toUpperCase()

function bech32(prefix: string, bytes: Uint8Array): string {
  const values = inFives(bytes)
  const head = [...prefix].map((letter) => letter.charCodeAt(0))
  const expanded = [...head.map((code) => code >> 5), 0, ...head.map((code) => code & 31)]
  const rest = polymod([...expanded, ...values, ...Array<number>(CHECKSUM_LENGTH).fill(0)]) ^ 1
  const checksum = Array.from({ length: CHECKSUM_LENGTH }, (_, index) => (rest >> (5 * (CHECKSUM_LENGTH - 1 - index))) & 31)
  return `${prefix}1${[...values, ...checksum].map((value) => CHARSET[value]).join('')}`
}

/** Groups of five bits, the last one filled up with zeros. */
function inFives(bytes: Uint8Array): number[] {
  const values: number[] = []
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    bits += 8
    while (bits >= 5) {
      bits -= 5
      values.push((held >> bits) & 31)
    }
  }
  if (bits > 0) values.push((held << (5 - bits)) & 31)
  return values
}

function polymod(values: number[]): number {
  let checksum = 1
  for (const value of values) {
    const top = checksum >>> 25
    checksum = ((checksum & 0x1ffffff) << 5) ^ value
    GENERATOR.forEach((generator, bit) => {
      if (((top >> bit) & 1) === 1) checksum ^= generator
    })
  }
  return checksum
}
