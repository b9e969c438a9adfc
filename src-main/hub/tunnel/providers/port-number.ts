/** A port as a person enters it; an empty field is the usual one. */
import * as z from 'zod'

export function portNumber(usual: number, { least = 1 } = {}) {
  const error = `A port is a number from ${least} to 65535.`
  return z.preprocess(
    (value) => (value === '' || value === null ? undefined : value),
    z.coerce.number({ error }).int(error).min(least, error).max(65_535, error).default(usual),
  )
}
