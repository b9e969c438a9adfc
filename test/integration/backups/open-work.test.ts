/** What was under way when the backup was made may have been finished by the other computer: nobody hears it twice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { offlineHub } from '../../support/offline-hub.ts'
import { connectShop } from '../../support/shop.ts'
import { createTypist } from '../../support/typist.ts'

let evolution: FakeEvolution
let after: TestHub | undefined
let folder: string
beforeEach(async () => {
  evolution = await startEvolutionServer({ acknowledgesSends: true })
  folder = mkdtempSync(join(tmpdir(), 'omni-open-'))
})
afterEach(async () => {
  await after?.stop()
  await evolution.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function textsOf({ panel }: TestHub, conversationId: string): Promise<string[]> {
  return (await panel.conversations.messages({ conversationId })).items.map(({ text }) => text)
}

it('is left to people after a restore: an answer under way, a message on its way, a planned one whose time has come', async () => {
  const there = createTypist()
  const before = await startTestHub({ agents: there.agents })
  const { panel } = before
  await connectShop(panel, evolution, 'shop')
  await evolution.deliverInbound('shop', { from: '15552223333', name: 'Ann', text: 'Do you open on Saturday?' })
  await there.asked()
  const [conversation] = (await panel.conversations.list({})).items
  const conversationId = conversation?.id ?? ''
  await evolution.goAway()
  await panel.scheduled.create({ conversationId, text: 'See you tomorrow', sendAt: new Date(Date.now() + 1000).toISOString(), by: 'Olga' })
  const queued = before.rest('POST', '/instance/shop/send-text', { phone_number: '15552223333', text: 'Your cake is ready' })
  await expect.poll(() => textsOf(before, conversationId)).toContain('Your cake is ready')
  const phrase = (await panel.recoveryPhrase.show()).words.join(' ')
  const { path } = await panel.backups.create()
  // The other computer goes on, and does all of it.
  await evolution.comeBack()
  there.finish('At nine.')
  await expect.poll(() => evolution.sent.map(({ text }) => text).sort()).toEqual(['At nine.', 'See you tomorrow', 'Your cake is ready'])
  await queued

  await offlineHub(folder).restore({ file: path, phrase })
  await before.stop()
  const here = createTypist()
  after = await startTestHub({ folder, agents: here.agents })
  await after.panel.backups.confirmOldIsOff()
  await expect.poll(async () => (await after?.panel.instances.get({ name: 'shop' }))?.connection.state).toBe('connected')
  expect((await after.panel.conversations.list({})).items[0]?.owner).toMatchObject({ kind: 'waiting', reason: 'missed' })
  await evolution.deliverInbound('shop', { from: '15554445555', name: 'Bea', text: 'Hello' })
  expect(await here.asked()).toBe('Hello')
  expect(evolution.sent).toHaveLength(3)
})
