/** Plain text in the encodings that people's programs write. */

/** More than is ever kept, in any encoding. */
const MAX_BYTES = 1024 * 1024

/** Null for what is not text. `isCut`: there is more of it. */
export function decodeText(bytes: Uint8Array): { text: string; isCut: boolean } | null {
  const head = bytes.subarray(0, MAX_BYTES)
  const isCut = bytes.length > MAX_BYTES
  const decode = (encoding: string) => ({ text: new TextDecoder(encoding).decode(head), isCut })
  if (head[0] === 0xff && head[1] === 0xfe) return decode('utf-16le')
  if (head[0] === 0xfe && head[1] === 0xff) return decode('utf-16be')
  if (head.includes(0)) return null
  try {
    // A character may have been cut in two at the end.
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: isCut }), isCut }
  } catch {
    // Old Windows programs; what has many control characters is not text in any encoding.
    const control = head.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length
    return control > head.length / 100 ? null : decode('windows-1252')
  }
}
