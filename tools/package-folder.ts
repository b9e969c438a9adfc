import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The folder of an installed package; for files that its `exports` do not name. */
export function packageFolder(name: string): string {
  return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
}
