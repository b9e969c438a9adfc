const PREVIEW_LENGTH = 160

/** What a trace says of a message whose words it is not to keep. */
export const lengthOf = (text: string): string => `[${text.length} characters]`

/** Sessions are named after the number of the customer. */
export const withoutNumbers = (name: string): string => name.replace(/\d{6,}/g, '[number]')

/** The first line of a message for lists: one line, bounded. */
export function preview(text: string): string {
  const line = text
    .slice(0, PREVIEW_LENGTH * 2)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > PREVIEW_LENGTH ? `${line.slice(0, PREVIEW_LENGTH - 1)}…` : line
}
