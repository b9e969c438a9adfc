/**
 * Takes known secrets out of text that others wrote: an error page that quotes the key it refused,
 * a server that sends the whole request back.
 */

/** Shorter values would also be found in texts that have nothing to do with them. */
const MIN_LENGTH = 8

/** JSON is quoted in JSON: a body in an error, the error in a line of the log. */
const DEEPEST = 3

/** As it is, and as it stands within JSON; for most secrets that is the same. */
function formsOf(secret: string): string[] {
  const forms = [secret]
  for (let within = secret; forms.length <= DEEPEST; forms.push(within)) within = JSON.stringify(within).slice(1, -1)
  return forms
}

/** A function that hides these secrets; made once per set of them, since every message goes through it. */
export function hiderOf(secrets: readonly string[]): (text: string) => string {
  const forms = new Set(secrets.filter((secret) => secret.length >= MIN_LENGTH).flatMap(formsOf))
  return (text) => {
    let hidden = text
    for (const form of forms) if (hidden.includes(form)) hidden = hidden.replaceAll(form, '[hidden]')
    return hidden
  }
}
