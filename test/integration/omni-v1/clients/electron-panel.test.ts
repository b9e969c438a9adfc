import { afterAll, beforeAll, expect, it } from 'vitest'
import * as z from 'zod'
import { startV1World, type V1World } from '../../../support/omni-v1.ts'

/** The Electron panel of v1 checks what it reads with zod, and shows nothing where it does not fit. */
const status = z.object({
  state: z.enum(['open', 'close', 'connecting']),
  owner_jid: z.string().nullable(),
  profile_name: z.string().nullable(),
  profile_picture_url: z.string().nullable(),
  instance_id: z.string(),
  last_updated: z.iso.datetime(),
  error: z.string().nullable(),
})
const instance = z.object({
  id: z.number(),
  name: z.string(),
  channel_type: z.enum(['whatsapp', 'discord', 'slack']),
  agent_api_url: z.string().optional(),
  agent_api_key: z.string().optional(),
  is_active: z.boolean(),
  is_default: z.boolean(),
  evolution_status: status,
  whatsapp_web_status: status,
})
const wrapper = { total_count: z.number(), page: z.number(), page_size: z.number(), has_more: z.boolean(), instance_name: z.string() }
const channelType = z.enum(['whatsapp', 'discord', 'slack'])
const messages = z.object({
  ...wrapper,
  chat_id: z.string(),
  messages: z.array(z.object({ id: z.string(), chat_id: z.string(), channel_type: channelType })).min(1),
})
const contacts = z.object({
  ...wrapper,
  contacts: z.array(z.object({ id: z.string(), channel_type: channelType, channel_data: z.object({ phone_number: z.string() }) })).min(1),
})
const health = z.object({
  status: z.string(),
  services: z.object({
    api: z.object({ status: z.literal('up') }),
    database: z.object({ status: z.string() }),
    evolution: z.object({ status: z.string() }),
  }),
  checks: z.looseObject({}),
})

let world: V1World
beforeAll(async () => {
  world = await startV1World()
  await world.link('shop')
  await world.create('houseless', { agent_api_url: null, agent_api_key: null })
  await world.converse('shop', { from: '15551110001', text: 'Hello' })
  await world.call('POST /instances', { name: 'sim', channel_type: 'simulator' })
})
afterAll(() => world.stop())

it('reads the list of instances, and each of them', async () => {
  const list = z.array(instance).parse((await world.call('GET /instances?include_status=true')).body)
  expect(list.map(({ name, evolution_status }) => [name, evolution_status.state])).toEqual([
    ['shop', 'open'],
    ['houseless', 'connecting'],
  ])
  expect(instance.parse((await world.call('GET /instances/shop')).body).whatsapp_web_status).toMatchObject({
    owner_jid: '15550001111@s.whatsapp.net',
    profile_name: 'Shop',
    error: null,
  })
  expect((await world.call('GET /instances?include_status=False')).body[0]).not.toHaveProperty('evolution_status')
})

it('sees simulators only when it asks for them', async () => {
  const names = async (query: string) => (await world.call(`GET /instances${query}`)).body.map((one: { name: string }) => one.name)
  expect(await names('')).toEqual(['shop', 'houseless'])
  expect(await names('?channel_type=simulator')).toEqual(['sim'])
  expect(await names('?include_simulator=True')).toEqual(['shop', 'houseless', 'sim'])
  expect((await world.call('GET /instances/sim')).body.name).toBe('sim')
})

it('reads the messages of a chat, the contacts and the footer', async () => {
  const chat = '15551110001@s.whatsapp.net'
  expect(messages.parse((await world.call(`GET /instances/shop/chats/${chat}/messages`)).body).chat_id).toBe(chat)
  const [contact] = contacts.parse((await world.call('GET /instances/shop/contacts')).body).contacts
  expect(contact?.channel_data.phone_number).toBe('15551110001')
  health.parse((await world.call('GET /health', undefined, { root: true })).body)
})
