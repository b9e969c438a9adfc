/** Browser and desktop tests run on the build: it is made before the first of them. */
import { ensureBuilt } from '../../tools/build.ts'

export function setup(): void {
  ensureBuilt((line) => console.log(line))
}
