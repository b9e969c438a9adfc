/**
 * When two questions are the same question: in any case, with any spaces, with or without a question
 * mark or a smile at the end. Accents count ("pais" are parents, "país" is a country), and so does
 * every emoji that could be what the question is about (🍕, 🇧🇷): only faces, hands and hearts do not.
 */

const FACES = '\\u{1F600}-\\u{1F64F}\\u{1F910}-\\u{1F917}\\u{1F920}-\\u{1F92F}\\u{1F970}-\\u{1F97A}\\u{1FAE0}-\\u{1FAE8}\\u{263A}\\u{2639}'
const HANDS = '\\u{1F44A}-\\u{1F450}\\u{1F918}-\\u{1F91F}\\u{1FAF0}-\\u{1FAF8}\\u{270A}-\\u{270D}'
const HEARTS = '\\u{2764}\\u{2665}\\u{1F493}-\\u{1F49F}\\u{1F5A4}\\u{1F90D}\\u{1F90E}\\u{1FA75}-\\u{1FA77}\\u{2728}'
/** The colour of a skin, and what ties pictures together: nothing on their own. */
const TIES = '\\u{1F3FB}-\\u{1F3FF}\\u{FE0E}\\u{FE0F}\\u{200D}'
const MARKS = '\\s!?…¿¡"\'“”‘’«»;:(){}\\[\\]、。'
const EDGE = `${MARKS}${FACES}${HANDS}${HEARTS}${TIES}`

/** ".5" is no "5": a point or comma that belongs to a number stays. */
const BEGINNING = new RegExp(`^(?:[${EDGE}]|[.,](?!\\p{N}))+`, 'u')
const END = new RegExp(`[${EDGE}.,]+$`, 'u')

/** What is compared of a question; the same once and twice over. Empty where it has nothing but marks and smiles. */
export function normalise(question: string): string {
  return question.normalize('NFKC').toLowerCase().normalize('NFKC').replace(END, '').replace(BEGINNING, '').replace(/\s+/gu, ' ')
}
