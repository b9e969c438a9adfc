/** What waits in front of a number, in the order in which it leaves: people first, then by when it came. */

export interface Place {
  /** 0 leaves first. */
  readonly index: number
  leave(): void
}

export interface NumberQueue {
  /** @param rank lower leaves earlier; @param look called when the place has become the first, or is the first no more */
  join(rank: number, look: () => void): Place
  readonly length: number
}

export function createNumberQueue(): NumberQueue {
  const waiting: { rank: number; look: () => void }[] = []
  const tellIfNew = (before: { look: () => void } | undefined) => {
    const [first] = waiting
    if (first === before) return
    before?.look()
    first?.look()
  }
  return {
    get length() {
      return waiting.length
    },
    join(rank, look) {
      const [before] = waiting
      const entry = { rank, look }
      const behind = waiting.findIndex((other) => other.rank > rank)
      waiting.splice(behind === -1 ? waiting.length : behind, 0, entry)
      if (before !== undefined && waiting[0] === entry) before.look()
      return {
        get index() {
          return waiting.indexOf(entry)
        },
        leave() {
          const [first] = waiting
          const at = waiting.indexOf(entry)
          if (at === -1) return
          waiting.splice(at, 1)
          tellIfNew(first === entry ? undefined : first)
        },
      }
    },
  }
}
