/** An answer that grows in Slack while it is written. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectSlackShop, useSlack } from '../../support/slack-shop.ts'
import { createTypist, type Typist } from '../../support/typist.ts'

let omni: TestHub
let slack: FakeSlack
let sofia: Typist

beforeEach(async () => {
  slack = await startSlackServer()
  useSlack(slack)
  sofia = createTypist()
  omni = await startTestHub({ agents: sofia.agents })
  await connectSlackShop(omni.panel)
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const ours = () => slack.workspace.messages.filter(({ bot_id: bot }) => bot !== undefined)

it('begins with the first sentence, grows by edits, and ends with the last text', async () => {
  slack.write('D0ANN', 'U0ANN', 'When are you open?')
  await sofia.asked()
  sofia.write('We open at **nine** and close at ')
  await expect.poll(() => ours()[0]?.text).toContain('We open at *nine*')
  sofia.write('six, ')
  await expect.poll(() => ours()[0]?.text).toContain('six')
  sofia.finish('on Sundays & holidays at one.')
  await expect.poll(() => ours()[0]?.text).toBe('We open at *nine* and close at six, on Sundays &amp; holidays at one.')
  expect(ours()).toHaveLength(1)
})

it('brings the last text, also when Slack asks to wait right then', async () => {
  slack.write('D0ANN', 'U0ANN', 'When are you open?')
  await sofia.asked()
  sofia.write('We open at nine, every day of the week. ')
  await expect.poll(() => ours().length).toBe(1)
  slack.tiers['chat.update'] = 0
  slack.slowDownSeconds = 2
  sofia.finish('Until six.')
  await expect.poll(() => slack.callsOf('chat.update').some(({ answer }) => answer === 'ratelimited')).toBe(true)
  slack.tiers['chat.update'] = 50
  await expect.poll(() => ours()[0]?.text).toBe('We open at nine, every day of the week. Until six.')
})
