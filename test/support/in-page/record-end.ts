/**
 * Runs in the page: where the last message of the open thread stands on the screen, frame by frame.
 * `first` is what is drawn before the list has drawn anything; null is a frame that shows none.
 */
const ends: { first: number | null; list: number | null }[] = []

function bottomOf(selector: string): number | null {
  const last = [...document.querySelectorAll<HTMLElement>(selector)].at(-1)
  if (last === undefined || getComputedStyle(last).visibility === 'hidden') return null
  return Math.round(last.getBoundingClientRect().bottom)
}

function recordEnd(): void {
  ends.push({ first: bottomOf('[data-first-look] article'), list: bottomOf('[role="log"] article') })
  requestAnimationFrame(recordEnd)
}

Object.assign(globalThis, { recordEnd, recordedEnd: () => ends })
