#!/usr/bin/env node
/**
 * The file behind the command `omni`. What it imports by name is read before any of it runs, and a Node that is
 * too old fails at the first thing it does not know: so it only looks at the version, and then loads the rest.
 */
import { whyTooOld } from './headless/node-version.ts'

const reason = whyTooOld(process.versions.node)
if (reason === null) {
  await import('./headless/main.ts').then(({ main }) => main(import.meta.url))
} else {
  console.error(reason)
  process.exitCode = 1
}
