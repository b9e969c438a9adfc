import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { loadBaileys } from './baileys.ts'

interface Cipher {
  queueJob<T>(work: () => Promise<T>): Promise<T>
}
type CipherClass = new (storage: object, address: object) => Cipher

await loadBaileys()
const require = createRequire(createRequire(import.meta.url).resolve('baileys'))
const { SessionCipher, ProtocolAddress } = require('libsignal') as {
  SessionCipher: CipherClass
  ProtocolAddress: new (name: string, device: number) => object
}
const ana = () => new ProtocolAddress('ana', 0)
const never = () => new Promise<never>(() => undefined)

test('two accounts that hear the same customer do not wait for each other, and each works in its own context', async () => {
  const transaction = new AsyncLocalStorage<string>()
  const first = new SessionCipher({}, ana())
  const second = new SessionCipher({}, ana())
  void transaction.run('first', () => first.queueJob(never))
  expect(await transaction.run('second', () => second.queueJob(async () => transaction.getStore()))).toBe('second')
})

test('one account does one thing at a time for a customer, in order, each in the context of who asked, after a failure too', async () => {
  const transaction = new AsyncLocalStorage<number>()
  const store = {}
  const seen: unknown[] = []
  const jobs = [1, 2, 3].map((n) =>
    transaction.run(n, () =>
      new SessionCipher(store, ana()).queueJob(async () => {
        seen.push(`in ${n}`, transaction.getStore())
        await new Promise((resolve) => setImmediate(resolve))
        seen.push(`out ${n}`)
        if (n === 2) throw new Error('not for us')
        return n
      }),
    ),
  )
  const outcomes = await Promise.allSettled(jobs)
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(seen).toEqual(['in 1', 1, 'out 1', 'in 2', 2, 'out 2', 'in 3', 3, 'out 3'])
})
