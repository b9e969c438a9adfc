/**
 * `omni://` links, which any program or web page may open: they name a page of the panel, and do nothing else.
 * `omni://conversations/01ABC`, `omni://settings/about`.
 */
export const LINK_SCHEME = 'omni'

const PAGES = ['home', 'conversations', 'instances', 'agents', 'access', 'traces', 'playground', 'settings']
/** Which of the names behind a page is one of the panel's own; the others are ids, which keep their case. */
const OWN_NAME: Record<string, number> = { settings: 0, playground: 0, instances: 1 }
const LINK = new RegExp(`^${LINK_SCHEME}://(${PAGES.join('|')})((?:/[A-Za-z0-9][A-Za-z0-9_-]{0,99}){0,2})/?$`, 'i')

/** The page of the panel that a link names, as `/conversations/01ABC`; null if it is not one. */
export function pageOfLink(link: string): string | null {
  const found = LINK.exec(link)
  if (found === null) return null
  const [, page = '', rest = ''] = found
  const name = page.toLowerCase()
  if (name === 'home') return rest === '' ? '/' : null
  const parts = rest.split('/').slice(1)
  return ['', name, ...parts.map((part, at) => (at === OWN_NAME[name] ? part.toLowerCase() : part))].join('/')
}

/** The link among the arguments that a program was started with. */
export function pageOfArguments(args: readonly string[]): string | null {
  for (const argument of args) {
    const page = pageOfLink(argument)
    if (page !== null) return page
  }
  return null
}

/** Started with the computer: without a window. */
export const HIDDEN = '--hidden'
