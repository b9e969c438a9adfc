/** Runs in the page: resolves when its fonts are there, what moves has arrived, and all of it is drawn. */

Object.assign(globalThis, {
  async settled(): Promise<void> {
    await document.fonts.ready
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    await frame()
    await frame()
    const ending = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
    await Promise.allSettled(ending.map(({ finished }) => finished))
    await frame()
  },
})
