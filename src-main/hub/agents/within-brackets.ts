/** What a sender wrote, as it may stand within a mark: in one line, and without what would end it. */
export const withinBrackets = (text: string, maxCharacters = 120): string =>
  text
    .replace(/["[\]\p{Cc}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, maxCharacters)
