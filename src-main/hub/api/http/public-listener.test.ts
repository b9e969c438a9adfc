import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { createPigeonLoft } from '../../../../test/support/pigeon-channel.ts'
import type { ChannelDriver } from '../../channels/port.ts'
import { realTimers } from '../../runtime/timers.ts'
import type { PublicListener } from '../../tunnel/listener-port.ts'
import { createPublicListeners, type PublicLimits, publicLimits } from './public-listener.ts'

let listener: PublicListener | null = null
let fullTimes = 0
/** What becomes of a reply that is awaited. */
let isTaking = false
let taken: Promise<boolean> = Promise.resolve(false)
afterEach(async () => {
  await listener?.close()
  listener = null
  fullTimes = 0
})

const { driver } = createPigeonLoft()
const quiet = { debug() {}, info() {}, warn() {}, error() {}, child: () => quiet }

/** Whose calls carry a secret. */
const crows: ChannelDriver = {
  ...driver,
  webhook: { paths: ['/crow/:name'], caller: 'the crows', verification: { by: 'secret_header', header: 'x-crow' }, testBody: () => ({}) },
}

/** With three accounts, and a clock that stands still. */
async function open(limits: Partial<PublicLimits> = {}): Promise<(path: string) => Promise<number>> {
  const instances = {
    find: (name: string) => {
      const of = { roof: driver, barn: driver, nest: crows }[name]
      return of === undefined ? null : { driver: of, record: { name }, secret: () => null, hideSecrets: String }
    },
  }
  const listen = createPublicListeners({
    drivers: [driver, crows],
    instances: instances as never,
    callIntake: { handle: () => Promise.reject(new Error('nothing is signed here')) },
    agentReplies: {
      isAwaited: async (token) => token === 'awaited',
      take: () => {
        isTaking = true
        return taken
      },
    },
    calls: { add() {} } as never,
    config: { webhookBodyLimitBytes: 1024 },
    log: quiet,
    timers: { ...realTimers, now: () => 0 },
    panelPort: () => null,
    limits: { ...publicLimits, ...limits },
  })
  const opened = await listen({
    host: '127.0.0.1',
    port: 0,
    proofs: { answer: () => null, cameAs() {} },
    onCall() {},
    onFull() {
      fullTimes += 1
    },
  })
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

it('makes a made-up name wait like that of an account, and no account for it', async () => {
  const call = await open()
  const statuses: number[] = []
  for (let n = 0; n < 11; n += 1) statuses.push(...(await Promise.all(Array.from({ length: 50 }, () => call('/webhook/pigeon/made-up')))))
  expect(statuses.filter((status) => status === 401)).toHaveLength(500)
  expect(statuses.filter((status) => status === 429)).toHaveLength(50)
  expect(await call('/webhook/pigeon/roof')).toBe(401)
})

describe('a stranger who guesses the names of accounts', () => {
  it.each([
    ['pigeon/roof', 'pigeon/nobody', 'by their signature'],
    ['crow/nest', 'crow/nobody', 'by a secret in the head'],
    ['pigeon/roof', 'pigeon/nest', 'by their signature, and the name is one of another channel'],
  ])('is answered for %s as for %s, of those who are known %s', async (known, madeUp) => {
    await open({ bodyMs: { least: 100, perMegabyte: 0, most: 100 }, lookEveryMs: 50 })
    const rests = [
      'content-length: 2\r\n\r\n{}',
      'content-length: 2\r\n\r\n{]',
      'content-length: 0\r\n\r\n',
      'content-length: 900\r\n\r\n',
      'content-length: 2000000\r\n\r\n',
      'x-pigeon-signature: forged\r\nx-crow: forged\r\ncontent-length: 2\r\n\r\n{}',
    ]
    const answersFor = (path: string) =>
      Promise.all(
        rests.flatMap((rest) =>
          [rest, `origin: https://shop.test\r\n${rest}`].flatMap((said) =>
            [HEAD, HEAD.replace('application/json', 'text/plain')].map((head) => {
              const { socket, ended } = raw()
              socket.write(head.replace('pigeon/roof', path) + said)
              return ended.then((answer) => answer.replace(/date: .*\r\n/i, ''))
            }),
          ),
        ),
      )
    const answers = await answersFor(known)
    expect(statuses(answers[0] ?? '')).toEqual([401])
    expect(await answersFor(madeUp)).toEqual(answers)
  })
})

it('answers a call that expects nonsense like any other', async () => {
  await open()
  const statusOf = async (head: string) => {
    const { socket, ended } = raw()
    socket.write(`${head}expect: nonsense\r\ncontent-length: 2\r\n\r\n{}`)
    return statuses(await ended)
  }
  expect(await statusOf(HEAD.replace('hooks.shop.test', 'evil.test'))).toEqual([404])
  expect(await statusOf(HEAD.replace('pigeon', 'nothing'))).toEqual([404])
  expect(await statusOf(HEAD)).toEqual([401])
})

it('answers to its public name as callers write it, and to no other', async () => {
  await open()
  const statusAs = async (host: string) => {
    const { socket, ended } = raw()
    socket.write(`${HEAD.replace('hooks.shop.test', host)}content-length: 2\r\n\r\n{}`)
    return statuses(await ended)[0]
  }
  for (const host of ['hooks.shop.test', 'Hooks.Shop.Test', 'hooks.shop.test:443', 'hooks.shop.test.', 'hooks.shop.test.:443'])
    expect(await statusAs(host), host).toBe(401)
  for (const host of ['hooks.shop.test:80', 'hooks.shop.test:8443', 'hooks.shop.test..', 'x.hooks.shop.test', 'hooks.shop.test@evil.test'])
    expect(await statusAs(host), host).toBe(404)
})

/** As {@link raw}, once it is there. */
async function connected() {
  const connection = raw()
  await new Promise((resolve) => connection.socket.once('connect', resolve))
  return connection
}

/** A connection that sends what it is told, and knows all that came back when it is over. */
function raw(): { socket: Socket; said: () => string; ended: Promise<string> } {
  if (listener === null) throw new Error('not listening')
  const socket = connect(listener.target.port, listener.target.host)
  let said = ''
  socket.on('data', (data) => {
    said += data.toString('latin1')
  })
  socket.on('error', () => undefined)
  return { socket, said: () => said, ended: new Promise((resolve) => socket.once('close', () => resolve(said))) }
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
    nowhere.socket.write(`${HEAD.replace('pigeon', 'nothing')}content-length: 900\r\n\r\n`)
    trickle(nowhere.socket)
    expect(statuses(await nowhere.ended)).toEqual([404])
    const huge = raw()
    huge.socket.write(`${HEAD}content-length: 90000000\r\n\r\n`)
    trickle(huge.socket)
    expect(statuses(await huge.ended)).toEqual([413])
  })

  it('is answered before the body of a reply that nobody waits for, and of one that is too large', async () => {
    await open()
    const head = HEAD.replace('pigeon/roof', 'reply/made-up')
    const stranger = raw()
    stranger.socket.write(`${head}content-length: 900\r\n\r\n`)
    expect(statuses(await stranger.ended)).toEqual([404])
    const huge = raw()
    huge.socket.write(`${HEAD.replace('pigeon/roof', 'reply/awaited')}content-length: 2000000\r\n\r\n`)
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

  it('is hung up on with every refusal, so that he holds no connection', async () => {
    await open()
    const call = `${HEAD}content-length: 2\r\n\r\n{}`
    for (const [said, status] of [
      [call, 401],
      [call.replace('pigeon/roof', 'nothing/roof'), 404],
      [call.replace('hooks.shop.test', 'evil.test'), 404],
      [call.replace('application/json', 'text/plain'), 415],
    ] as const) {
      const { socket, ended } = raw()
      socket.write(said)
      expect(statuses(await ended)).toEqual([status])
    }
  })

  it('makes room for the next when it is full, and first goes who kept it waiting longest', async () => {
    const call = await open({ connections: 3 })
    const [silent, late, newer] = [await connected(), await connected(), await connected()]
    late.socket.write(`${HEAD}content-length: 900\r\n\r\n`)
    expect(fullTimes).toBe(0)
    expect(await call('/webhook/pigeon/roof')).toBe(401)
    await silent.ended
    expect(fullTimes).toBe(1)
    const another = await connected()
    expect([late, newer, another].map(({ socket }) => socket.closed)).toEqual([false, false, false])
  })

  it('is not made room for by those who are being answered', async () => {
    await open({ connections: 1 })
    const { promise, resolve } = Promise.withResolvers<boolean>()
    taken = promise
    const agent = await connected()
    agent.socket.write(`${HEAD.replace('pigeon/roof', 'reply/awaited')}content-length: 2\r\n\r\n{}`)
    await expect.poll(() => isTaking).toBe(true)
    await raw().ended
    resolve(true)
    await expect.poll(() => agent.said()).toContain('HTTP/1.1 200')
    // It has nothing to do any more.
    await connected()
    await agent.ended
  })
})
