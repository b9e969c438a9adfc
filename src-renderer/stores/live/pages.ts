/** Pages of an infinite list as TanStack Query keeps them; page 0 is the newest. */
export interface Paged<T, P extends { items: T[]; nextBefore: string | null } = { items: T[]; nextBefore: string | null }> {
  pages: P[]
  pageParams: unknown[]
}

interface PageLike<T> {
  items: T[]
  nextBefore: string | null
}

/** Replaces the item with this id in place; the same data object when it is not there. */
export function replaceItem<T extends { id: string }, P extends PageLike<T>>(data: Paged<T, P>, item: T): Paged<T, P> {
  const at = data.pages.findIndex((page) => page.items.some((other) => other.id === item.id))
  if (at === -1) return data
  return {
    ...data,
    pages: data.pages.map((page, index) =>
      index === at ? { ...page, items: page.items.map((other) => (other.id === item.id ? item : other)) } : page,
    ),
  }
}

export function removeItem<T extends { id: string }, P extends PageLike<T>>(data: Paged<T, P>, id: string): Paged<T, P> {
  if (!data.pages.some((page) => page.items.some((item) => item.id === id))) return data
  return { ...data, pages: data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })) }
}

/**
 * Puts an item where it belongs in a list that runs from newest to oldest by `rank` (greater is
 * newer). An item older than everything loaded is left to the page that will bring it. One whose
 * rank did not change stays where it is: among equals, a change moves nothing.
 */
export function placeNewestFirst<T extends { id: string }, P extends PageLike<T>>(
  data: Paged<T, P>,
  item: T,
  rank: (item: T) => string | number,
): Paged<T, P> {
  const value = rank(item)
  if (data.pages.some((page) => page.items.some((other) => other.id === item.id && rank(other) === value))) return replaceItem(data, item)
  const cleared = removeItem(data, item.id)
  for (const [pageIndex, page] of cleared.pages.entries()) {
    const at = page.items.findIndex((other) => rank(other) <= value)
    const isEndOfList = pageIndex === cleared.pages.length - 1 && page.nextBefore === null
    if (at === -1 && !isEndOfList) continue
    const items = [...page.items]
    items.splice(at === -1 ? items.length : at, 0, item)
    return { ...cleared, pages: cleared.pages.map((other, index) => (index === pageIndex ? { ...other, items } : other)) }
  }
  return cleared
}

/** Adds or replaces a message: page 0 holds the newest, and the items of a page run from old to new. */
export function placeMessage<T extends { id: string; seq: number }, P extends PageLike<T>>(data: Paged<T, P>, message: T): Paged<T, P> {
  const replaced = replaceItem(data, message)
  const newest = replaced.pages[0]
  if (replaced !== data || !newest) return replaced
  const first = newest.items[0]
  // Older than the newest page: either on a page not loaded yet, or out of this thread's order.
  if (first && message.seq < first.seq && newest.nextBefore !== null) return data
  const at = newest.items.findLastIndex((other) => other.seq < message.seq) + 1
  const items = [...newest.items.slice(0, at), message, ...newest.items.slice(at)]
  return { ...replaced, pages: [{ ...newest, items }, ...replaced.pages.slice(1)] }
}
