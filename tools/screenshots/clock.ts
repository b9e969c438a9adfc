/** A clock that can be set back: the hub of the pictures lives through a whole day in a few seconds. */

const real = Date.now

/** From now on `Date.now()` says that it is this long ago. */
export function setBackBy(ms: number): void {
  Date.now = () => real() - ms
}
