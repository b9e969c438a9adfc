/** Toasts come up above what stands at the bottom of the window: nobody has to wait for one to leave before she can save or send. */
import { create } from 'zustand'

const bars = new Set<HTMLElement>()

/** What ends above this share of the window's height leaves room for toasts below it. */
const LOW = 0.6

/**
 * How far from the bottom of the window the highest of the bars begins, in pixels. Told to the toasts alone: as a
 * property of the page it would be inherited by all of it, and every element would get its style again.
 */
const bottomBar = create(() => 0)
export const useBottomBar = (): number => bottomBar()

function place(): void {
  const heights = [...bars].map((bar) => {
    const { top, bottom } = bar.getBoundingClientRect()
    return bottom > window.innerHeight * LOW ? window.innerHeight - top : 0
  })
  bottomBar.setState(Math.max(0, ...heights))
}

const resizes = new ResizeObserver(place)

function listen(isNeeded: boolean): void {
  const change = isNeeded ? 'addEventListener' : 'removeEventListener'
  window[change]('resize', place)
  // Caught on its way down, because it does not bubble up from what is scrolled.
  document[change]('scroll', place, { capture: true })
}

/** A `ref` for what toasts must not cover. */
export function clearOfToasts(bar: HTMLElement | null): (() => void) | undefined {
  if (bar === null) return undefined
  // A bar at the end of a short page moves with what is above it.
  const watched = bar.parentElement === null ? [bar] : [bar, bar.parentElement]
  if (bars.size === 0) listen(true)
  bars.add(bar)
  // Tells also where they stand at first, when that is known anyway, before anything is on the screen.
  for (const element of watched) resizes.observe(element)
  return () => {
    bars.delete(bar)
    if (bars.size === 0) listen(false)
    for (const element of watched) resizes.unobserve(element)
    requestAnimationFrame(place)
  }
}
