/** Evolution writes a contact's fields into a vCard as they are: none of them may begin a line of its own, or run anything. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startV1World, type V1World } from '../../support/omni-v1.ts'

let world: V1World
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
})
afterAll(() => world.stop())

const send = (contact: object) =>
  world.call('POST /instance/shop/send-contact', { phone_number: '15552223333', contacts: [{ full_name: 'Ann', ...contact }] })
function sent(): Record<string, string> {
  const body = world.evolution.receivedBy('sendContact').at(-1)?.body as { contact: Record<string, string>[] } | undefined
  return body?.contact[0] ?? {}
}

it('sends a card as it was given', async () => {
  const card = {
    phone_number: '+1 555 777-8888',
    email: 'ann@shop.test',
    organization: 'Ann & Sons; Cakes',
    url: 'https://shop.test/a?b=1#c',
  }
  expect((await send(card)).status).toBe(200)
  const { phoneNumber, email, organization, url } = sent()
  expect([phoneNumber, email, organization, url]).toEqual([card.phone_number, card.email, card.organization, card.url])
  for (const address of ['www.shop.test', 'shop.test/menu', '']) expect((await send({ url: address })).status, address).toBe(200)
})

it('makes one line of every field', async () => {
  for (const end of ['\r\n', '\n', '\r', '\u2028', '\u0085', '\u000b']) {
    const attack = `x${end}URL:javascript:alert(1)${end}END:VCARD`
    expect((await send({ full_name: attack, phone_number: `1555${end}TEL:1900`, organization: attack })).status).toBe(200)
    for (const value of Object.values(sent())) expect(value).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u)
    expect(sent()['fullName']).toBe('x URL:javascript:alert(1) END:VCARD')
  }
  expect((await send({ full_name: '\r\n' })).status).toBe(422)
})

it('refuses addresses that are none, by their field', async () => {
  const before = world.evolution.receivedBy('sendContact').length
  for (const url of [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\tscript:alert(1)',
    ' javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'http://a.test\r\nTEL:1',
  ])
    expect((await send({ url })).body.detail?.[0]?.loc, url).toEqual(['body', 'contacts', '0', 'url'])
  for (const email of ['javascript:alert(1)', 'a@b.test\nURL:http://evil.test', 'mailto:a@b.test'])
    expect((await send({ email })).body.detail?.[0]?.loc, email).toEqual(['body', 'contacts', '0', 'email'])
  expect(world.evolution.receivedBy('sendContact').length).toBe(before)
})
