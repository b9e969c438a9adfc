/**
 * Runs in the page, before React: counts what React draws anew, by the bubble it belongs to. React
 * tells its developer tools of every commit, also where it is built for production; a component that
 * did work in it is marked, and one that was left alone is the very object of before.
 */

interface Fiber {
  child: Fiber | null
  sibling: Fiber | null
  alternate: Fiber | null
  flags: number
  tag: number
  stateNode: unknown
}

/** `PerformedWork` of React: set on every component that was called in a commit. */
const PERFORMED_WORK = 1
/** Functions, `forwardRef` and `memo`: what a component can be here. */
const COMPONENTS = new Set([0, 11, 14, 15])
const HOST_ELEMENT = 5

let counts: Record<string, number> = {}

function countIn(fiber: Fiber, bubble: string | null): void {
  // As it was before: nothing in it was drawn.
  const before = fiber.alternate
  let at = bubble
  if (fiber.tag === HOST_ELEMENT && fiber.stateNode instanceof HTMLElement && fiber.stateNode.matches('[role="log"] article')) {
    at = fiber.stateNode.textContent.slice(0, 40)
    counts[at] = (counts[at] ?? 0) + 1
  }
  if (at === null && COMPONENTS.has(fiber.tag) && (fiber.flags & PERFORMED_WORK) !== 0) counts['outside'] = (counts['outside'] ?? 0) + 1
  for (let child = fiber.child; child; child = child.sibling) {
    const isSame = before !== null && before.child === fiber.child
    if (!isSame) countIn(child, at)
  }
}

Object.assign(globalThis, {
  __REACT_DEVTOOLS_GLOBAL_HOOK__: {
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    onScheduleFiberRoot: () => undefined,
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
    onCommitFiberRoot(_renderer: number, root: { current: Fiber }): void {
      countIn(root.current, null)
    },
  },
  /** What was drawn since the last time this was asked: by the first words of the bubble, and `outside`. */
  takeDraws(): Record<string, number> {
    const taken = counts
    counts = {}
    return taken
  },
})
