import type { Label } from '../../../../src-shared/contract/labels.ts'

export const COLOURS: readonly Label['colour'][] = ['green', 'blue', 'violet', 'pink', 'red', 'orange', 'yellow', 'grey']

/** The colour that the fewest labels have, so that new ones can be told apart. */
export function nextColour(labels: Label[]): Label['colour'] {
  const count = (colour: Label['colour']) => labels.filter((label) => label.colour === colour).length
  return COLOURS.reduce((best, colour) => (count(colour) < count(best) ? colour : best))
}
