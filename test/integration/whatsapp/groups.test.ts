/** Groups with sender keys: read, answered where they are named, and listed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestHub, type TestHub, watchLive } from '../../support/hub.ts'
import { Groups } from '../../support/whatsapp-server/groups.ts'
import { linkInstance, SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
const RUI = '15554445555'
const STAFF = '120363000000000001@g.us'

let whatsapp: FakeWhatsApp
let groups: Groups
let omni: TestHub

beforeEach(async () => {
  whatsapp = await startWhatsAppServer()
  groups = new Groups(whatsapp)
  groups.create(STAFF, 'Staff', [ANA, RUI])
  process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  omni = await startTestHub()
  await linkInstance(omni.panel, whatsapp)
})
afterEach(async () => {
  await omni.stop()
  await whatsapp.stop()
  delete process.env['OMNI_WHATSAPP_WS_URL']
  expect(whatsapp.problems).toEqual([])
})

const mention = { extendedTextMessage: { text: '@shop open?', contextInfo: { mentionedJid: [`${SHOP.lid}@lid`] } } }
async function decided(deliver: () => Promise<string>) {
  const live = await watchLive(omni.panel)
  const before = new Set((await omni.panel.traces.list({})).items.map(({ id }) => id))
  await deliver()
  const trace = await live.untilTrace((one) => one.completedAt !== null && !before.has(one.id))
  live.stop()
  return trace
}

describe('a group', () => {
  it('is shown and not answered until somebody wants that', async () => {
    const trace = await decided(() => groups.deliver({ to: SHOP.phone, group: STAFF, from: ANA, message: mention, pushName: 'Ana' }))
    expect(trace).toMatchObject({ state: 'stopped', stopCode: 'groups_off' })
    const [conversation] = (await omni.panel.conversations.list({})).items
    expect(conversation).toMatchObject({ kind: 'group', externalId: STAFF, lastMessagePreview: '@shop open?' })
    // Messages do not carry the name: it is asked for.
    await expect.poll(async () => (await omni.panel.conversations.list({})).items[0]?.name).toBe('Staff')
  })

  it('can be picked from those of the account by name', async () => {
    expect(await omni.panel.groups.list({ instanceName: 'shop' })).toEqual({
      isComplete: true,
      groups: [{ chatId: STAFF, name: 'Staff', memberCount: 3 }],
    })
  })

  it('is answered where it is named, to every member, and the ticks come', async () => {
    const answeredGroups = [{ chatId: STAFF, name: 'Staff', when: 'mention' as const }]
    await omni.panel.instances.update({ name: 'shop', behaviour: { groupMode: 'named', answeredGroups } })
    const ignored = await decided(() => groups.deliver({ to: SHOP.phone, group: STAFF, from: ANA, text: 'lunch?' }))
    expect(ignored.stopCode).toBe('group_without_mention')

    const live = await watchLive(omni.panel)
    await groups.deliver({ to: SHOP.phone, group: STAFF, from: ANA, message: mention })
    await whatsapp.whenReceived(2)
    expect(whatsapp.received.map(({ to, chat }) => ({ to, chat }))).toEqual([
      { to: ANA, chat: STAFF },
      { to: RUI, chat: STAFF },
    ])
    expect(whatsapp.unreadable).toEqual([])
    await live.until((event) => event.type === 'message.changed' && event.message.delivery?.state === 'delivered')
    live.stop()
    // The key is known now: the next words need none.
    await groups.deliver({ to: SHOP.phone, group: STAFF, from: RUI, message: mention })
    await whatsapp.whenReceived(4)
  })
})
