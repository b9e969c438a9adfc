/**
 * Given to a process of the product by `NODE_OPTIONS=--import …`: throws where nobody catches it, as a fault of
 * the product would, when it gets the signal. SIGUSR2 is an exception, SIGWINCH a rejection.
 */
import { isMainThread } from 'node:worker_threads'

if (isMainThread) {
  process.on('SIGUSR2', () => {
    setTimeout(() => {
      throw new Error('thrown by the test')
    })
  })
  process.on('SIGWINCH', () => {
    void Promise.reject(new Error('rejected by the test'))
  })
}
