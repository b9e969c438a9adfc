/** Takes out of a line of the log what looks like a secret, whoever wrote it there. */

const PATTERNS: [RegExp, string][] = [
  // An address with a user name, a key in its query.
  [/(\w+:\/\/)[^\s/@"']+@/g, '$1[hidden]@'],
  [/([?&](?:api_?key|token|key|secret|password|signature|access_token)=)[^&\s"']+/gi, '$1[hidden]'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, '$1 [hidden]'],
  // Keys by the form that their makers gave them: OpenAI and our own, Slack, GitHub, Meta, JSON web tokens.
  [/\b(?:sk|pk|rk)-[\w-]{8,}/g, '[hidden]'],
  [/\bx(?:ox[abprs]|app)-[\w-]{8,}/g, '[hidden]'],
  [/\bgh[pousr]_\w{16,}/g, '[hidden]'],
  [/\bEAA\w{20,}/g, '[hidden]'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g, '[hidden]'],
  [/("?(?:api_?key|token|secret|password|authorization|cookie)"?\s*[:=]\s*"?)[^\s"',}]{4,}/gi, '$1[hidden]'],
]

export function scrub(text: string): string {
  return PATTERNS.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement), text)
}
