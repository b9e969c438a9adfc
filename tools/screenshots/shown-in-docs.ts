import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The pictures that README.md and docs/*.md show, by file name: the documents themselves are the list. */
export function shownInDocs(root: string): Set<string> {
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
  const texts = [join(root, 'README.md'), ...pages.map((name) => join(root, 'docs', name))].map((path) => readFileSync(path, 'utf8'))
  return new Set(texts.flatMap((text) => [...text.matchAll(/\bscreenshots\/([\w-]+\.png)/g)].map(([, file]) => file ?? '')))
}
