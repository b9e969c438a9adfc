/**
 * Runs in the page: resolves when its fonts are there, what moves has arrived, and all of it is drawn.
 * Rejects, and says what it waits for, when that takes longer than anything in the panel.
 */

const PATIENCE_MS = 15_000

Object.assign(globalThis, {
  async settled(): Promise<void> {
    let waitsFor = 'a frame'
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const moving = () =>
      document.getAnimations().filter(({ effect, playState }) => {
        return playState === 'running' && effect?.getTiming().iterations !== Number.POSITIVE_INFINITY
      })
    const watch = async () => {
      await frame()
      await frame()
      // The current ones: a countdown begins its next step with the end of the last. Looked at frame by
      // frame: the promise of one whose element leaves may stay open.
      let ending = moving()
      while (ending.length > 0 || document.fonts.status === 'loading') {
        waitsFor = (ending[0]?.effect as KeyframeEffect | undefined)?.target?.outerHTML.slice(0, 200) ?? 'fonts'
        await frame()
        const still = moving()
        ending = ending.filter((animation) => still.includes(animation))
      }
      waitsFor = 'the last frame'
      await frame()
    }
    await new Promise<void>((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error(`The ${document.visibilityState} page waits for ${waitsFor}`)), PATIENCE_MS)
      watch()
        .then(resolve, reject)
        .finally(() => clearTimeout(patience))
    })
  },
})
