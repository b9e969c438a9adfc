/** Whatever opens something opens nothing with any byte of it wrong, as long as it is right otherwise. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readRunning } from '../../../src-main/hub/running-file.ts'
import { withFilesKey } from '../../../src-shared/session-keys.ts'
import { startV1World, type V1World } from '../../support/omni-v1.ts'
import { logIn, type Session } from '../../support/sign-in.ts'

let world: V1World
let session: Session
let backup: string
beforeAll(async () => {
  world = await startV1World({ env: { OMNI_LOG_LEVEL: 'fatal' } })
  await world.link('shop')
  session = await logIn(await world.omni.hub.createLoginLink())
  backup = `/backups/${(await world.omni.panel.backups.create()).name}`
})
afterAll(() => world.stop())

/** As long as the right one: another first byte, another last one, all of them, its letters in other case. */
function wrongOnesOf(right: string): string[] {
  const other = (letter: string) => (letter === 'x' ? 'y' : 'x')
  const swapped = [...right].map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase())).join('')
  return [`${other(right.charAt(0))}${right.slice(1)}`, `${right.slice(0, -1)}${other(right.slice(-1))}`, 'x'.repeat(right.length), swapped]
}

const statusOf = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(world.omni.url + path, { redirect: 'manual', ...init })
  await response.body?.cancel()
  return response.status
}
const browser = (cookie: string) => ({ cookie, origin: session.origin, 'sec-fetch-site': 'same-origin' })

/** What each opens: where it is from, how it is given, and what is answered if it is right, and if it is wrong. */
const SECRETS: [string, () => string | Promise<string>, (secret: string) => Promise<number>, number, number][] = [
  [
    'secret of a webhook',
    () => world.evolution.instance('shop').webhook?.headers['x-omni-webhook-secret'] ?? '',
    (secret) =>
      statusOf('/webhook/evolution/shop', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-omni-webhook-secret': secret },
        body: JSON.stringify({ event: 'contacts.update', instance: 'shop', data: [] }),
      }),
    200,
    401,
  ],
  ['API key', () => world.key('admin'), (key) => statusOf('/api/v1/instances', { headers: { 'x-api-key': key } }), 200, 401],
  [
    'cookie of a session',
    () => session.cookie.split('=')[1] ?? '',
    (value) =>
      statusOf('/rpc', {
        headers: { ...browser(`${session.cookie.split('=')[0]}=${value}`), 'x-omni-session': session.keys.panel },
      }),
    204,
    401,
  ],
  [
    'key of a session',
    () => session.keys.panel,
    (key) => statusOf('/rpc', { headers: { ...browser(session.cookie), 'x-omni-session': key } }),
    204,
    401,
  ],
  [
    'key of a session for files',
    () => session.keys.files,
    (key) => statusOf(withFilesKey(backup, key), { headers: browser(session.cookie) }),
    200,
    401,
  ],
  [
    'token of a link',
    async () => new URL(await world.omni.hub.createLoginLink()).searchParams.get('token') ?? '',
    (token) => statusOf(`/login?token=${token}`),
    200,
    401,
  ],
  [
    'secret of the owner of the data folder',
    () => readRunning(world.omni.folder)?.ownerSecret ?? '',
    (secret) => statusOf('/login/link', { method: 'POST', headers: { 'x-omni-owner': secret } }),
    200,
    401,
  ],
]

it.each(SECRETS)('a %s opens nothing when a byte of it is wrong', async (_name, rightOne, use, opened, refused) => {
  const right = await rightOne()
  expect(right.length).toBeGreaterThan(20)
  for (const wrong of wrongOnesOf(right)) {
    expect(wrong.length).toBe(right.length)
    expect(await use(wrong), wrong).toBe(refused)
  }
  expect(await use(right)).toBe(opened)
})
