/**
 * Takes known secrets out of text that others wrote: an error page that quotes the key it refused,
 * a server that sends the whole request back.
 */

/** Shorter values would also be found in texts that have nothing to do with them. */
const MIN_LENGTH = 8

export function hideValues(text: string, secrets: readonly string[]): string {
  let hidden = text
  for (const secret of secrets) {
    if (secret.length < MIN_LENGTH) continue
    // As it is, and as it stands within JSON.
    for (const form of new Set([secret, JSON.stringify(secret).slice(1, -1)])) hidden = hidden.replaceAll(form, '[hidden]')
  }
  return hidden
}
