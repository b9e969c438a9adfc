/** What runs as a process, a thread or a page of its own is tested as built: the build is made before the first test. */
import { ensureBuilt } from '../../tools/build.ts'

export function setup(): void {
  ensureBuilt((line) => console.log(line))
}
