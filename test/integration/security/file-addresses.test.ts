/** Files are named by address in calls: neither Omni nor the Evolution server may be sent into the office by one. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type FileServer, startFileServer } from '../../support/file-server.ts'
import { type Json, startV1World, type V1World } from '../../support/omni-v1.ts'

const CONTENT = Buffer.from('the file').toString('base64')
const to = { phone_number: '15552223333' }

let world: V1World
/** A server within the office; `world.files` is one that the owner allows. */
let within: FileServer
beforeAll(async () => {
  within = await startFileServer('a secret')
  world = await startV1World()
  world.files.redirects['/leads-in.png'] = `${within.url}/router`
  await world.link('shop')
})
afterAll(async () => {
  await world.stop()
  await within.stop()
})
beforeEach(() => {
  within.asked.length = 0
})

const unified = (url: string, metadata: Record<string, unknown>) => ({
  source: 'whatsapp',
  tenant: 'shop',
  content: { text: 'See', media: [url], metadata },
})

/** Each call that takes the address of a file. */
const CALLS: [string, (url: string) => unknown][] = [
  ['POST /instance/shop/send-media', (url) => ({ ...to, media_type: 'image', media_url: url })],
  ['POST /instance/shop/send-audio', (url) => ({ ...to, audio_url: url })],
  ['POST /instance/shop/send-sticker', (url) => ({ ...to, sticker_url: url })],
  ['POST /messages/unified', (url) => unified(url, { to: to.phone_number })],
  ['POST /messages/unified', (url) => unified(url, { direction: 'inbound', from: to.phone_number })],
  ['POST /instance/shop/update-profile-picture', (url) => ({ picture_url: url })],
]

/** The files in the threads, and the calls with a file that the Evolution server got. */
async function kept() {
  const { body } = await world.call('GET /messages/history?limit=100')
  const files = body.filter((one: Json) => one.content.metadata.message_type !== 'text')
  return [
    files.length,
    ...['sendMedia', 'sendWhatsAppAudio', 'sendSticker', 'updateProfilePicture'].map((name) => world.evolution.receivedBy(name).length),
  ]
}

it('hands the content on, and never the address', async () => {
  for (const [route, body] of CALLS) {
    const answer = await world.call(route, body(`${world.files.url}/menu.png`))
    expect([200, 202], route).toContain(answer.status)
  }
  const [media, audio, sticker] = ['sendMedia', 'sendWhatsAppAudio', 'sendSticker'].map((name) => world.evolution.receivedBy(name)[0]?.body)
  expect(media).toMatchObject({ media: CONTENT, mimetype: 'image/png', fileName: 'menu.png' })
  expect(audio).toMatchObject({ audio: CONTENT })
  expect(sticker).toMatchObject({ sticker: CONTENT })
  expect(world.evolution.instance('shop').profilePicUrl).toBe(CONTENT)
})

it('refuses what is within the office before anything is kept or called', async () => {
  const { port } = new URL(within.url)
  const before = await kept()
  for (const url of [
    within.url,
    `http://localhost:${port}/`,
    `http://[::1]:${port}/`,
    `http://[::ffff:127.0.0.1]:${port}/`,
    `http://0x7f000001:${port}/`,
    'http://169.254.169.254/latest/meta-data/',
    'http://192.168.0.1/setup',
    'http://10.0.0.7:8080/',
    'http://0.0.0.0/',
  ])
    for (const [route, body] of CALLS) {
      const { status, body: answer } = await world.call(route, body(url))
      expect([status, String(answer.detail).includes('OMNI_MEDIA_HOSTS')], `${route} ${url}`).toEqual([403, true])
    }
  for (const url of [
    'file:///etc/passwd',
    'ftp://files.example/a',
    'gopher://127.0.0.1/',
    'javascript:alert(1)',
    '/etc/passwd',
    'menu.png',
  ])
    for (const [route, body] of CALLS) {
      const { status, body: answer } = await world.call(route, body(url))
      expect([status, typeof answer.detail], `${route} ${url}`).toEqual([400, 'string'])
    }
  expect(await kept()).toEqual(before)
  expect(within.asked).toEqual([])
})

it('follows no redirection into the office', async () => {
  const { status, body } = await world.call('POST /instance/shop/send-media', {
    ...to,
    media_type: 'image',
    media_url: `${world.files.url}/leads-in.png`,
  })
  expect([status, body.detail.includes('OMNI_MEDIA_HOSTS')]).toEqual([502, true])
  expect(within.asked).toEqual([])
})
