/** The words of a web page, without what browsers do not show. */
import { Parser } from 'htmlparser2'
import type { TextSoFar } from './text-so-far.ts'

const UNSEEN = new Set(['script', 'style', 'noscript', 'template', 'svg', 'head'])
const OWN_LINE =
  /^(p|div|br|li|ul|ol|tr|table|h[1-6]|section|article|header|footer|main|nav|aside|blockquote|pre|figure|figcaption|dt|dd|hr|form)$/

export function readWebPage(html: string, text: TextSoFar): void {
  let unseen = 0
  const parser = new Parser({
    onopentagname(name) {
      if (UNSEEN.has(name)) unseen += 1
      else if (unseen === 0 && OWN_LINE.test(name)) text.add('\n')
      else if (unseen === 0 && (name === 'td' || name === 'th')) text.add('\t')
    },
    ontext(piece) {
      if (unseen === 0) text.add(piece.replace(/\s+/g, ' '))
    },
    onclosetag(name) {
      if (UNSEEN.has(name)) unseen = Math.max(0, unseen - 1)
      else if (unseen === 0 && OWN_LINE.test(name)) text.add('\n')
    },
  })
  for (let at = 0; at < html.length && !text.isFull; at += 65_536) parser.write(html.slice(at, at + 65_536))
  parser.end()
}
