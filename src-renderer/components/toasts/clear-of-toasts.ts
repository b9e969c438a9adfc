/** Toasts come up above what stands at the bottom of the window: nobody has to wait for one to leave before she can save or send. */
const bars = new Set<HTMLElement>()

/** How high the highest of them stands, for `toasts.module.css`. */
function place(): void {
  const heights = [...bars].map((bar) => {
    const { marginBottom, bottom, position } = getComputedStyle(bar)
    const below = position === 'sticky' ? Number.parseFloat(bottom) : Number.parseFloat(marginBottom)
    return bar.offsetHeight + (Number.isNaN(below) ? 0 : below)
  })
  document.documentElement.style.setProperty('--bottom-bar', `${Math.max(0, ...heights)}px`)
}

const resizes = new ResizeObserver(place)

/** A `ref` for what toasts must not cover. */
export function clearOfToasts(bar: HTMLElement | null): (() => void) | undefined {
  if (bar === null) return undefined
  bars.add(bar)
  resizes.observe(bar)
  place()
  return () => {
    bars.delete(bar)
    resizes.unobserve(bar)
    place()
  }
}
