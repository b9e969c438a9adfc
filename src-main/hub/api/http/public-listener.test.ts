import { request } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { createPigeonLoft } from '../../../../test/support/pigeon-channel.ts'
import type { PublicListener } from '../../tunnel/listener-port.ts'
import { createPublicListeners } from './public-listener.ts'

let listener: PublicListener | null = null
afterEach(async () => {
  await listener?.close()
  listener = null
})

const { driver } = createPigeonLoft()
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet }

/** With two accounts, and a clock that stands still. */
async function open(): Promise<(path: string) => Promise<number>> {
  const instances = {
    find: (name: string) =>
      name === 'roof' || name === 'barn' ? { driver, record: { name }, secret: () => null, hideSecrets: String } : null,
  }
  const listen = createPublicListeners({
    drivers: [driver],
    instances: instances as never,
    callIntake: { handle: () => Promise.reject(new Error('nothing is signed here')) },
    agentReplies: { take: async () => false },
    calls: { add() {} } as never,
    config: { webhookBodyLimitBytes: 1024 },
    log: quiet,
    now: () => 0,
  })
  const opened = await listen({ host: '127.0.0.1', port: 0, proofs: { answer: () => null, cameAs() {} }, onCall() {} })
  listener = opened
  opened.answerTo('https://hooks.shop.test')
  return (path) =>
    new Promise((resolve, reject) => {
      const headers = { host: 'hooks.shop.test', 'content-type': 'application/json' }
      const call = request({ ...opened.target, path, method: 'POST', headers }, (answer) => {
        answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
      })
      call.on('error', reject)
      call.end('{}')
    })
}

it('takes no more calls for one account than a rush has, while another account goes on', async () => {
  const call = await open()
  const statuses: number[] = []
  for (let n = 0; n < 11; n += 1) statuses.push(...(await Promise.all(Array.from({ length: 50 }, () => call('/webhook/pigeon/roof')))))
  expect(statuses.filter((status) => status === 401)).toHaveLength(500)
  expect(statuses.filter((status) => status === 429)).toHaveLength(50)
  expect(await call('/webhook/pigeon/barn')).toBe(401)
})

it('counts made-up names as one, apart from the accounts', async () => {
  const call = await open()
  for (let n = 0; n < 10; n += 1) await Promise.all(Array.from({ length: 50 }, (_, m) => call(`/webhook/pigeon/made-up-${n}-${m}`)))
  expect(await call('/webhook/pigeon/another')).toBe(429)
  expect(await call('/webhook/pigeon/roof')).toBe(401)
})
