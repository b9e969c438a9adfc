/** Runs in the page: what has the focus, by the name that a screen reader says. */
function nameOf(element: Element): string {
  const labelled = element.getAttribute('aria-labelledby')
  const labels = labelled === null ? [] : labelled.split(' ').map((id) => document.getElementById(id)?.textContent ?? '')
  const own = 'labels' in element ? Array.from((element as HTMLInputElement).labels ?? [], (label) => label.textContent ?? '') : []
  const spoken = element.getAttribute('aria-label') ?? [...labels, ...own].find((text) => text.trim() !== '')
  return (spoken ?? element.textContent ?? '').trim()
}

Object.assign(globalThis, {
  focusedName: () => (document.activeElement && document.activeElement !== document.body ? nameOf(document.activeElement) : null),
  isFocusSeen() {
    if (!document.activeElement) return false
    const { outlineStyle, boxShadow } = getComputedStyle(document.activeElement)
    return outlineStyle !== 'none' || boxShadow !== 'none'
  },
})
