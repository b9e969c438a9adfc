/** A figure of this bench. */
import type { Figure } from '../bench.ts'

export const figure = (name: string, value: number, unit = '', bound: Figure['bound'] = null): Figure => ({
  bench: 'channels',
  figure: name,
  value,
  unit,
  bound,
})
