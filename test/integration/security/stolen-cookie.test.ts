/** Browsers send a cookie of 127.0.0.1 to every port there: whoever listens at another one gets it, and opens nothing by it. */
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type SessionKeys, withFilesKey } from '../../../src-shared/session-keys.ts'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { dial, logIn, type Session } from '../../support/sign-in.ts'

let world: V1World
let media: string
let backup: string
let mine: Session
beforeAll(async () => {
  world = await startV1World({ env: { OMNI_LOG_LEVEL: 'fatal' } })
  await world.link('shop')
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  await world.converse('shop', {
    from: '15551110001',
    message: { imageMessage: { mimetype: 'image/png' } },
    messageType: 'imageMessage',
    base64: png,
  })
  const { messages } = (await world.call('GET /instances/shop/chats/15551110001@s.whatsapp.net/messages')).body
  media = new URL(messages.find((one: { media_url: string | null }) => one.media_url !== null).media_url).pathname
  backup = `/backups/${(await world.omni.panel.backups.create()).name}`
  mine = await logIn(await world.omni.hub.createLoginLink())
})
afterAll(() => world.stop())

/** What a session opens: the WebSocket, its check, a customer's picture, the whole database. */
async function opened({ origin, cookie, keys }: Session): Promise<number[]> {
  const socket = dial({ origin, cookie, keys })
  const [status] = await Promise.race([
    once(socket, 'open').then(() => [101]),
    once(socket, 'unexpected-response').then(([, response]) => [response.statusCode as number]),
  ])
  socket.on('error', () => undefined).terminate()
  const get = async (path: string, headers = {}) => {
    const response = await fetch(origin + path, { headers: { cookie, origin, 'sec-fetch-site': 'same-origin', ...headers } })
    await response.body?.cancel()
    return response.status
  }
  return [
    status ?? 0,
    await get('/rpc', { 'x-omni-session': keys.panel }),
    await get(withFilesKey(media, keys.files)),
    await get(withFilesKey(backup, keys.files)),
  ]
}

const NOTHING = [401, 401, 401, 401]

it('opens the panel and its files with what the page keeps', async () => {
  expect(await opened(mine)).toEqual([101, 204, 200, 200])
})

it('opens nothing of the shop for who has the cookie alone, whatever headers are made up', async () => {
  const [panel, files] = ['guess'.repeat(9), 'guess'.repeat(9)]
  const wrong: SessionKeys[] = [
    { panel: '', files: '' },
    { panel, files },
    { panel: mine.keys.files, files: mine.keys.panel },
  ]
  for (const keys of wrong) expect(await opened({ ...mine, keys })).toEqual(NOTHING)
  for (const path of [media, backup]) expect((await fetch(world.omni.url + path, { headers: { cookie: mine.cookie } })).status).toBe(401)
})

it('opens nothing with keys and no cookie, or with those of another session', async () => {
  const other = await logIn(await world.omni.hub.createLoginLink())
  expect(await opened({ ...mine, cookie: '' })).toEqual(NOTHING)
  expect(await opened({ ...mine, keys: other.keys })).toEqual(NOTHING)
  expect(await opened(other)).toEqual([101, 204, 200, 200])
})

it('keeps a key that is in an address from opening the panel', async () => {
  const { panel, ...status } = Object.fromEntries(
    (await opened({ ...mine, keys: { panel: mine.keys.files, files: mine.keys.files } })).map((one, at) => [
      ['panel', 'check', 'media', 'backup'][at],
      one,
    ]),
  )
  expect([panel, status]).toEqual([401, { check: 401, media: 200, backup: 200 }])
})

it('has a name of its own for each port', async () => {
  const { port } = new URL(world.omni.url)
  expect(mine.cookie.startsWith(`omni_session_${port}=`)).toBe(true)
  const second = await startV1World({ env: { OMNI_LOG_LEVEL: 'fatal' } })
  const there = await logIn(await second.omni.hub.createLoginLink())
  // As the browser would send them: all of that address.
  const both = `${mine.cookie}; ${there.cookie}`
  expect((await opened({ ...mine, cookie: both }))[0]).toBe(101)
  expect((await fetch(`${second.omni.url}/rpc`, { headers: { cookie: both, 'x-omni-session': there.keys.panel } })).status).toBe(204)
  await second.stop()
})

it('gives the keys in a fragment, which no server is told', async () => {
  const answer = await fetch(await world.omni.hub.createLoginLink())
  expect(await answer.text()).toMatch(/url=\/#\/signed-in\?panel=[\w-]{43}&amp;files=[\w-]{43}"/)
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
  expect(answer.headers.get('cache-control')).toBe('no-store')
})
