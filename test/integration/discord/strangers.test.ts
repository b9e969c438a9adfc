/** Answers and events that are not as Discord's reference has them: proxies, login pages, and whatever comes instead. */
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { type DiscordShop, startDiscordShop } from '../../support/discord-shop.ts'

let shop: DiscordShop
afterEach(() => shop.stop())

const says =
  (status: number, headers: Record<string, string>, body: string) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, headers).end(body)
const HTML = { 'content-type': 'text/html' }
const JSON_TYPE = { 'content-type': 'application/json' }
const sends = () => shop.discord.callsOf('POST', /messages$/)
const received = () => shop.discord.saidIn(shop.direct, shop.bot)

async function answerDelivery() {
  const [conversation] = (await shop.omni.panel.conversations.list({})).items
  const { items } = await shop.omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })
  return items.find(({ author }) => author === 'agent')?.delivery
}

it.each<[string, (response: ServerResponse) => void]>([
  ['a login page', says(200, HTML, '<html>Log in to the network</html>')],
  ['nothing', says(200, JSON_TYPE, '')],
  ['an object that is no message', says(200, JSON_TYPE, '{}')],
  ['null', says(200, JSON_TYPE, 'null')],
  ['half an object', says(200, JSON_TYPE, '{"id":"12')],
])('sends a message again where %s came for an answer', async (_what, stranger) => {
  shop = await startDiscordShop()
  const { discord, direct, ann } = shop
  discord.behaviour.strangers.push(stranger)
  discord.say(direct, ann, 'Hello')
  await expect.poll(received).toEqual(['You said: Hello'])
  expect(sends()).toHaveLength(2)
  await expect.poll(async () => (await answerDelivery())?.state).toBe('sent')
})

it('hangs up on an answer without an end', async () => {
  shop = await startDiscordShop()
  const { discord, direct, ann } = shop
  let written = 0
  const closed = Promise.withResolvers<void>()
  discord.behaviour.strangers.push((response) => {
    response.writeHead(200, JSON_TYPE)
    const piece = Buffer.alloc(1024 * 1024, ' ')
    const write = (): void => {
      written += 1
      if (response.writable && written < 200) response.write(piece, () => setImmediate(write))
    }
    response.on('close', () => closed.resolve())
    write()
  })
  discord.say(direct, ann, 'Hello')
  await closed.promise
  expect(written).toBeLessThan(100)
  await expect.poll(received).toEqual(['You said: Hello'])
})

describe('asked to wait', () => {
  it.each<[string, string]>([
    ['a day', '86400'],
    ['a time nobody can read', 'soon'],
    ['a negative time', '-5'],
    ['no time', ''],
  ])('%s, the message waits where people see it, and nothing is asked meanwhile', async (_what, retryAfter) => {
    shop = await startDiscordShop()
    const { discord, direct, ann } = shop
    const headers: Record<string, string> = retryAfter === '' ? JSON_TYPE : { ...JSON_TYPE, 'retry-after': retryAfter }
    for (let n = 0; n < 50; n += 1) discord.behaviour.strangers.push(says(429, headers, '{"message":"slow down","retry_after":1}'))
    discord.say(direct, ann, 'Hello')
    await expect.poll(async () => (await answerDelivery())?.error).toMatch(/^Discord asks to wait/)
    expect(await answerDelivery()).toMatchObject({ state: 'pending' })
    expect(sends()).toHaveLength(1)
  })
})

it('lives on events that make no sense', async () => {
  shop = await startDiscordShop()
  const { discord, direct, ann, bot } = shop
  const kinds = ['GUILD_CREATE', 'GUILD_DELETE', 'MESSAGE_CREATE', 'MESSAGE_UPDATE', 'MESSAGE_DELETE', 'MESSAGE_DELETE_BULK']
  const more = ['MESSAGE_REACTION_ADD', 'INTERACTION_CREATE', 'CHANNEL_UPDATE', 'CHANNEL_DELETE', 'THREAD_UPDATE', 'THREAD_DELETE']
  for (const kind of [...kinds, ...more])
    for (const data of [null, undefined, 5, 'text', [], {}, { id: null }, { id: {} }]) discord.gateway.toBot(bot.user.id, kind, data)
  discord.say(direct, ann, 'Hello')
  await expect.poll(received).toEqual(['You said: Hello'])
  const health = await shop.omni.rest('GET', '/health', undefined, { root: true })
  expect(health.body).not.toMatchObject({ status: 'unhealthy' })
})
