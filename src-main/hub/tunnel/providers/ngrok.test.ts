import type { Config } from '@ngrok/ngrok'
import { expect, it } from 'vitest'
import { manualTimers } from '../../../../test/support/manual-timers.ts'
import type { Logger } from '../../observe/logger.ts'
import type { TunnelContext } from '../port.ts'
import { loadNgrok, type Ngrok } from './ngrok/load.ts'
import { createNgrok } from './ngrok.ts'

const TOKEN = '2abcdefghijklmnopqrstuvwxyz_0123456789'
const log: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, child: () => log }

/** The service as its documentation has it: what the library calls with, and what it answers. */
function setUp(answer: () => Promise<string | null> = async () => 'https://shop.ngrok-free.app') {
  const calls: Config[] = []
  const world = { isClosed: false, timers: manualTimers() }
  const ngrok: Ngrok = {
    async forward(config) {
      calls.push(config)
      const url = await answer()
      return {
        url: () => url,
        close: async () => {
          world.isClosed = true
        },
      }
    },
  }
  const provider = createNgrok(async () => ngrok)
  const open = (given: Partial<TunnelContext> = {}) =>
    provider.open({
      target: { host: '127.0.0.1', port: 4321 },
      settings: provider.parseSettings(given.settings ?? {}),
      secrets: given.secrets ?? { token: TOKEN },
      log,
      timers: world.timers,
      signal: given.signal ?? new AbortController().signal,
      saveSettings: async () => undefined,
    })
  return { calls, world, open, provider }
}

const refusing = (message: string) => setUp(() => Promise.reject(new Error(message)))

it('asks for the token before anything is called', async () => {
  const { calls, open } = setUp()
  await expect(open({ secrets: {} })).rejects.toMatchObject({
    failure: 'credentials',
    isFinal: true,
    message: 'Enter the ngrok token first.',
  })
  expect(calls).toEqual([])
})

it('passes calls on to the listener, under the reserved domain however it was copied', async () => {
  const { calls, open, provider } = setUp()
  const tunnel = await open({ settings: { domain: ' https://Shop.ngrok-free.app/ ' } })
  expect(tunnel.publicUrl).toBe('https://shop.ngrok-free.app')
  expect(calls[0]).toMatchObject({ addr: '127.0.0.1:4321', authtoken: TOKEN, domain: 'shop.ngrok-free.app' })
  await open()
  expect(calls[1]).not.toHaveProperty('domain')
  expect(() => provider.parseSettings({ domain: 'shop' })).toThrow('only the name')
})

it.each([
  ['105', 'credentials', true],
  ['106', 'credentials', true],
  ['107', 'credentials', true],
  ['4018', 'credentials', true],
  ['103', 'credentials', true],
  ['108', 'refused', false],
  ['727', 'quota', false],
  ['334', 'refused', false],
  ['320', 'refused', true],
])('knows ERR_NGROK_%s', async (code, failure, isFinal) => {
  const { open } = refusing(`failed to connect session: authentication failed: something in English. error_code: ERR_NGROK_${code}`)
  await expect(open()).rejects.toMatchObject({ failure, isFinal })
})

it('says what it does not know in the words of ngrok, without the token', async () => {
  await expect(refusing(`no ${TOKEN}\nERR_NGROK_9999`).open()).rejects.toMatchObject({
    failure: 'refused',
    message: 'The ngrok service refuses the tunnel: ERR_NGROK_9999: no …',
  })
  await expect(refusing('failed to connect session: deadline').open()).rejects.toMatchObject({ failure: 'unreachable' })
  await expect(setUp(async () => null).open()).rejects.toMatchObject({ failure: 'refused' })
})

it('closes what comes up after it was switched off', async () => {
  const answer = Promise.withResolvers<string>()
  const { open, world } = setUp(() => answer.promise)
  const off = new AbortController()
  const opening = open({ signal: off.signal })
  off.abort()
  await expect(opening).rejects.toMatchObject({ failure: 'lost' })
  answer.resolve('https://late.ngrok-free.app')
  await expect.poll(() => world.isClosed).toBe(true)
})

it('gives a line that is down some time to come back, and is lost after that', async () => {
  const { calls, open, world } = setUp()
  const tunnel = await open()
  const tell = calls[0]?.onStatusChange ?? (() => undefined)
  tell('closed')
  world.timers.advance(10_000)
  tell('connected')
  expect(world.timers.pending()).toBe(0)
  tell('closed')
  world.timers.advance(20_000)
  expect(await tunnel.closed).toMatchObject({ failure: 'lost' })
  await tunnel.close()
  expect(world.isClosed).toBe(true)
})

it('loads the library with its native part', async () => {
  expect((await loadNgrok()).forward).toBeTypeOf('function')
})
