import { type KeyboardEvent, type RefObject, useCallback, useRef } from 'react'

const ROW = 'a[data-row]'

const rowsOf = (list: HTMLElement | null): HTMLAnchorElement[] => [...(list?.querySelectorAll<HTMLAnchorElement>(ROW) ?? [])]

/** Nobody waits in a simulated conversation. */
const isOfCustomer = (row: HTMLAnchorElement): boolean => row.dataset['simulator'] === undefined

const pathOf = (hash: string): string => hash.split('?', 1)[0] ?? ''

/** The place of the open row, -1 if it is not in the list. By the address: it is right before the rows are drawn again. */
function openAt(rows: HTMLAnchorElement[]): number {
  const { hash } = window.location
  const exact = rows.findIndex((row) => row.hash === hash)
  return exact === -1 ? rows.findIndex((row) => pathOf(row.hash) === pathOf(hash)) : exact
}

/** @returns false when there is no row. */
export function focusFirstRow(list: HTMLElement | null): boolean {
  const first = rowsOf(list)[0]
  first?.focus()
  return first !== undefined
}

export function openFirstRow(list: HTMLElement | null): void {
  if (focusFirstRow(list)) rowsOf(list)[0]?.click()
}

/** Up and Down walk through the rows, as in any inbox; `step` opens the row next to the open one, skipping what was only tried out. */
export function useWalk(): {
  list: RefObject<HTMLElement | null>
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  step: (by: 1 | -1) => void
} {
  const list = useRef<HTMLElement>(null)
  const onKeyDown = useCallback((event: KeyboardEvent<HTMLElement>) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by === 0 || !(document.activeElement instanceof HTMLAnchorElement)) return
    const rows = rowsOf(event.currentTarget)
    const next = rows[rows.indexOf(document.activeElement) + by]
    if (!next) return
    event.preventDefault()
    next.focus()
  }, [])
  const step = useCallback((by: 1 | -1) => {
    const rows = rowsOf(list.current)
    const open = openAt(rows)
    const ahead = open === -1 ? rows : by === 1 ? rows.slice(open + 1) : rows.slice(0, open).reverse()
    const next = ahead.find(isOfCustomer) ?? (rows.some(isOfCustomer) ? undefined : ahead[0])
    next?.click()
    next?.scrollIntoView({ block: 'nearest' })
  }, [])
  return { list, onKeyDown, step }
}
