/** Runs in the page: what stands on what it should stand beside, what is cut off, and how much of the width is used. */

const isDrawn = (element: Element): boolean => {
  const { width, height } = element.getBoundingClientRect()
  return width > 0 && height > 0 && getComputedStyle(element).visibility === 'visible'
}
/** A box or a switch lies under its own picture. */
const CONTROL = 'label, .mantine-Switch-root, .mantine-Checkbox-root, .mantine-Radio-root, .mantine-SegmentedControl-root'

const wordsOf = (element: Element): string =>
  `${element.tagName} ${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 40)}`

/** What the eye sees of an element: not what a scroller around it hides. */
function seenBox(element: Element): DOMRect {
  let box = element.getBoundingClientRect()
  for (let parent = element.parentElement; parent !== null; parent = parent.parentElement) {
    if (getComputedStyle(parent).overflow === 'visible') continue
    const around = parent.getBoundingClientRect()
    const [left, top] = [Math.max(box.left, around.left), Math.max(box.top, around.top)]
    box = new DOMRect(left, top, Math.min(box.right, around.right) - left, Math.min(box.bottom, around.bottom) - top)
  }
  return box
}

/** Elements that say something themselves: words, a control, a chart. */
function speakers(): Element[] {
  const hasWords = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
  return [...document.querySelectorAll('main *')].filter(
    (element) =>
      isDrawn(element) &&
      (element.matches('svg[preserveAspectRatio="none"]') || element.closest('svg, .visually-hidden, [aria-hidden="true"]') === null) &&
      (hasWords(element) || element.matches('button, input, textarea, [role="switch"], svg[preserveAspectRatio="none"]')),
  )
}

Object.assign(globalThis, {
  overlaps(): string[] {
    const all = speakers().map((element) => ({ element, box: seenBox(element) }))
    const drawn = all.filter(({ box }) => box.width > 1 && box.height > 1)
    const faults: string[] = []
    for (const [index, a] of drawn.entries())
      for (const b of drawn.slice(index + 1)) {
        if (a.element.contains(b.element) || b.element.contains(a.element)) continue
        const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left)
        const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top)
        if (across <= 2 || down <= 3) continue
        // On purpose above one another: a field and what stands in it, a row's link that covers the row, a bar that sticks.
        const isLayered = [a, b].some(({ element }) => element.closest('a, .mantine-Input-wrapper') !== null)
        const isStuck = [a, b].some(({ element }) => {
          for (let one: Element | null = element; one !== null; one = one.parentElement)
            if (/sticky|fixed|absolute/.test(getComputedStyle(one).position)) return true
          return false
        })
        const control = a.element.closest(CONTROL)
        if (control !== null && control === b.element.closest(CONTROL)) continue
        const isOneRow = a.element.closest('a') !== null && a.element.closest('a') === b.element.closest('a')
        if ((isLayered || isStuck) && !isOneRow) continue
        faults.push(`${wordsOf(a.element)} / ${wordsOf(b.element)}`)
      }
    return faults
  },

  cutTexts(texts: string[]): string[] {
    const saying = speakers().filter((element) => texts.includes((element.textContent ?? '').trim()))
    const isCut = (element: Element): boolean => {
      for (let one: Element | null = element; one !== null && one.tagName !== 'MAIN'; one = one.parentElement) {
        if (/^inline/.test(getComputedStyle(one).display) && one.clientWidth === 0) continue
        if (getComputedStyle(one).overflowX !== 'visible' && element.getBoundingClientRect().right > one.getBoundingClientRect().right + 1)
          return true
      }
      return element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1
    }
    return saying.filter(isCut).map(wordsOf)
  },

  /** Of the page's own width, from the left edge of what it says to the right one. */
  usedWidth(): number {
    const main = document.querySelector('main')?.getBoundingClientRect()
    const inBody = speakers().filter((element) => element.closest('header') === null)
    const panels = [...document.querySelectorAll('main section, main article, main table')].filter(isDrawn)
    const right = Math.max(...[...inBody, ...panels].map((element) => element.getBoundingClientRect().right))
    return main === undefined ? 0 : (right - main.left) / main.width
  },

  /** What shows a scrollbar in it. */
  scrollers(of: Element): string[] {
    return [of, ...of.querySelectorAll('*')]
      .filter((element) => {
        const { overflowX, overflowY } = getComputedStyle(element)
        const across = /auto|scroll/.test(overflowX) && element.scrollWidth > element.clientWidth
        return across || (/auto|scroll/.test(overflowY) && element.scrollHeight > element.clientHeight)
      })
      .map(wordsOf)
  },
})
