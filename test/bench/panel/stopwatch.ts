/** What `in-page.ts` offers the bench within the page. Times are milliseconds until the result was painted. */
export interface Stopwatch {
  /** From the beginning of the navigation until the list of conversations could be used; null before. */
  inboxUsableAt: number | null
  firstPaintAt(): number | null
  goTo(hash: string): void
  /** From the click on the row of that name to its messages. */
  open(name: string): Promise<number>
  /** Types the words; from their last letter to the results. */
  search(words: string): Promise<number>
  isSearchEmpty(): boolean
  /** Begins to collect the times between frames; the next call ends it and returns them. */
  frames(): number[]
}
