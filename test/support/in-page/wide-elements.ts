/**
 * Runs in the page: what could be scrolled sideways, though nothing should be, what
 * cannot be reached to the right of the window, and buttons whose words are cut off.
 */

Object.assign(globalThis, {
  wideElements(): string[] {
    const canScroll = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX)
    const isInScroller = (element: Element | null): boolean =>
      element !== null && (canScroll(element) || isInScroller(element.parentElement))
    const tooWide = [...document.querySelectorAll('html, body, main, main *')].filter(
      (element) => (canScroll(element) || /^(HTML|BODY|MAIN)$/.test(element.tagName)) && element.scrollWidth > element.clientWidth,
    )
    const outside = [...document.querySelectorAll('main :is(a, button, input, textarea, h1, h2)')].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1 && !isInScroller(element.parentElement),
    )
    const cut = [...document.querySelectorAll('main .mantine-Button-label')].filter((label) => label.scrollWidth > label.clientWidth + 1)
    return [...tooWide, ...outside, ...cut].map((element) => `${element.tagName}.${element.className} ${element.textContent?.slice(0, 40)}`)
  },
})
