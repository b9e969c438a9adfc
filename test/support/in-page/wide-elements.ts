/** Runs in the page: what could be scrolled sideways, though nothing should be. */

Object.assign(globalThis, {
  wideElements(): string[] {
    return [...document.querySelectorAll('html, body, main, main *')]
      .filter((element) => {
        const isScroller = /auto|scroll/.test(getComputedStyle(element).overflowX) || /^(HTML|BODY|MAIN)$/.test(element.tagName)
        return isScroller && element.scrollWidth > element.clientWidth
      })
      .map((element) => `${element.tagName}.${element.className}`)
  },
})
