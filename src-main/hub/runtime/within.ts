/** What a promise came to within a time: a host that stops must not wait forever for anything. */
export type Within<T> = { state: 'done'; value: T } | { state: 'failed'; error: unknown } | { state: 'late' }

/** Never rejects. The timer does not keep the process alive. */
export function within<T>(limitMs: number, work: Promise<T>): Promise<Within<T>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve({ state: 'late' }), limitMs)
    timer.unref?.()
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve({ state: 'done', value })
      },
      (error: unknown) => {
        clearTimeout(timer)
        resolve({ state: 'failed', error })
      },
    )
  })
}
