import { useEffect, useState } from 'react'

/** Tells a screen reader which page has been opened: the title of the window, when it changes. */
export function PageAnnouncer() {
  const [title, setTitle] = useState('')
  useEffect(() => {
    const element = document.querySelector('title')
    if (!element) return
    const observer = new MutationObserver(() => setTitle(document.title))
    observer.observe(element, { childList: true })
    return () => observer.disconnect()
  }, [])
  return (
    <div role="status" aria-live="polite" className="visually-hidden" data-page-title>
      {title}
    </div>
  )
}
