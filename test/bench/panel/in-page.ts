/**
 * Runs in the page: stopwatches that look at every frame. From outside, the way to the browser and
 * back would be in the figure.
 */
import type { Stopwatch } from './stopwatch.ts'

const ROWS = 'a[href^="#/conversations/"]'

/** A frame's callback runs before its paint: the next one is the first moment at which it is surely on the screen. */
const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))

async function untilPainted(begin: () => void, check: () => boolean): Promise<number> {
  const startedAt = performance.now()
  begin()
  // React draws what was done after the handler: the state before must not pass for the result.
  do await nextFrame()
  while (!check())
  await nextFrame()
  return performance.now() - startedAt
}

const field = () => document.querySelector<HTMLInputElement>('input[role="searchbox"]')

/** As typing does: React overrides the setter of the element, not that of its prototype. */
function type(text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field(), text)
  field()?.dispatchEvent(new Event('input', { bubbles: true }))
}

let frames: number[] = []
let isCollecting = false
async function collect(): Promise<void> {
  let before = await nextFrame()
  while (isCollecting) {
    const now = await nextFrame()
    frames.push(now - before)
    before = now
  }
}

const stopwatch: Stopwatch = {
  inboxUsableAt: null,
  firstPaintAt: () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
  goTo(hash) {
    location.hash = hash
  },
  open(name) {
    const row = [...document.querySelectorAll<HTMLElement>(ROWS)].find((one) => one.textContent?.includes(name))
    return untilPainted(
      () => row?.click(),
      () => document.querySelectorAll('[role="log"] article, [data-first-look] article').length >= 5,
    )
  },
  async search(words) {
    const isFound = () => document.querySelector('[aria-busy="false"] [data-row]') !== null
    await untilPainted(() => type(words.slice(0, -1)), isFound)
    return untilPainted(() => type(words), isFound)
  },
  isSearchEmpty: () => field()?.value === '' && document.querySelector('[aria-busy] [data-row]') === null,
  frames() {
    const collected = frames
    frames = []
    isCollecting = !isCollecting
    if (isCollecting) void collect()
    return collected
  },
}

async function watchInbox(): Promise<void> {
  while (document.querySelectorAll(ROWS).length < 5 || field() === null) await nextFrame()
  stopwatch.inboxUsableAt = await nextFrame()
}
if (location.hash.startsWith('#/conversations')) void watchInbox()

Object.assign(globalThis, { stopwatch })
