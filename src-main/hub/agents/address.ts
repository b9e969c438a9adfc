/** Addresses of agents as people type them. */

/** An HTTP address, with `http://` where no scheme was typed. Null for anything else, and with a password in it, which `fetch` refuses. */
export function webAddress(text: string): URL | null {
  const typed = text.trim()
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(typed) ? typed : `http://${typed}`
  if (typed === '' || !URL.canParse(withScheme)) return null
  const url = new URL(withScheme)
  return /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' ? url : null
}

/** `path` below the address; its query stays. */
export function below(base: URL, path: string): string {
  const url = new URL(base)
  url.pathname = `${base.pathname.replace(/\/+$/, '')}${path}`
  return url.href
}
