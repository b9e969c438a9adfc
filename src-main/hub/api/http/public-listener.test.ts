import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createPigeonLoft } from '../../../../test/support/pigeon-channel.ts'
import { realTimers } from '../../runtime/timers.ts'
import type { PublicListener } from '../../tunnel/listener-port.ts'
import { createPublicListeners, type PublicLimits, publicLimits } from './public-listener.ts'

let listener: PublicListener | null = null
afterEach(async () => {
  await listener?.close()
  listener = null
})

const { driver } = createPigeonLoft()
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet }

/** With two accounts, and a clock that stands still. */
async function open(limits: Partial<PublicLimits> = {}): Promise<(path: string) => Promise<number>> {
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
    timers: { ...realTimers, now: () => 0 },
    limits: { ...publicLimits, ...limits },
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

/** A connection that sends what it is told, and knows all that came back when it is over. */
function raw(): { socket: Socket; ended: Promise<string> } {
  if (listener === null) throw new Error('not listening')
  const socket = connect(listener.target.port, listener.target.host)
  let said = ''
  socket.on('data', (data) => {
    said += data.toString('latin1')
  })
  socket.on('error', () => undefined)
  return { socket, ended: new Promise((resolve) => socket.once('close', () => resolve(said))) }
}

const HEAD = 'POST /webhook/pigeon/roof HTTP/1.1\r\nhost: hooks.shop.test\r\ncontent-type: application/json\r\n'
const statuses = (said: string) => [...said.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => Number(status))

/** Sends one byte at a time until the other side has enough. */
function trickle(socket: Socket): void {
  const timer = setInterval(() => socket.write('x'), 10)
  socket.once('close', () => clearInterval(timer))
}

describe('whoever takes his time, or sends too much', () => {
  it('is sent away when his head does not end, or never begins', async () => {
    await open({ headersMs: 100, lookEveryMs: 50 })
    const slow = raw()
    slow.socket.write('POST /webhook/pigeon/roof HTTP/1.1\r\nx-slow: ')
    trickle(slow.socket)
    const silent = raw()
    await Promise.all([slow.ended, silent.ended])
  })

  it('is sent away when a body that anybody may send does not end', async () => {
    await open({ bodyMs: { least: 100, perMegabyte: 0, most: 100 } })
    const { socket, ended } = raw()
    socket.write(`${HEAD}content-length: 900\r\n\r\n`)
    trickle(socket)
    expect(statuses(await ended)).toEqual([])
  })

  it('is not listened to any more once he was answered', async () => {
    await open()
    const nowhere = raw()
    nowhere.socket.write(`${HEAD.replace('roof', 'nobody')}content-length: 900\r\n\r\n`)
    trickle(nowhere.socket)
    expect(statuses(await nowhere.ended)).toEqual([404])
    const huge = raw()
    huge.socket.write(`${HEAD}content-length: 90000000\r\n\r\n`)
    trickle(huge.socket)
    expect(statuses(await huge.ended)).toEqual([413])
  })

  it('is refused with a head of more than a platform sends', async () => {
    const call = await open()
    const { socket, ended } = raw()
    socket.write(`${HEAD}x-long: ${'x'.repeat(17_000)}\r\n\r\n`)
    expect(statuses(await ended)).toEqual([400])
    expect(await call('/webhook/pigeon/roof')).toBe(401)
  })

  it('is hung up on for rubbish between his calls, and what is behind it is not looked at', async () => {
    const call = await open()
    const { socket, ended } = raw()
    const whole = `${HEAD}content-length: 2\r\n\r\n{}`
    socket.write(`${whole}${whole}\u0000\u0001 rubbish\r\n\r\n${whole}`)
    expect(statuses(await ended).filter((status) => status === 401).length).toBeLessThan(3)
    expect(await call('/webhook/pigeon/roof')).toBe(401)
  })

  it('takes no more connections than there are, and makes room when he leaves', async () => {
    const call = await open({ connections: 2 })
    const held = [raw(), raw()]
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once('connect', resolve))))
    await raw().ended
    for (const { socket } of held) socket.destroy()
    await expect.poll(() => call('/webhook/pigeon/roof').catch(() => 0)).toBe(401)
  })
})
