/** What an answer looked like from its first word to its place among the sent messages. */
export interface RecordedAnswer {
  /** Every text that the bubble showed while it was written, without repetitions. */
  texts: string[]
  /** Is the row in which the answer was written still the one on screen? */
  isSameRow: boolean
  /** What that row says now, and who wrote it. */
  rowText: string
  rowAuthor: string | null
}
