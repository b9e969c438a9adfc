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

it('ends with the last text, also where the agent had ended before Slack had taken the first words', async () => {
  slack.write('D0ANN', 'U0ANN', 'When are you open?')
  await sofia.asked()
  const taken = Promise.withResolvers<void>()
  slack.hold = taken.promise
  sofia.write('We open at nine, every day of the week. ')
  await expect.poll(() => slack.asked.get('chat.postMessage')).toBe(1)
  sofia.finish('Until six.')
  const [conversation] = (await omni.panel.conversations.list({})).items
  const said = async () =>
    (await omni.panel.conversations.messages({ conversationId: conversation?.id ?? '' })).streams.map(({ text }) => text)
  await expect.poll(said).toEqual(['We open at nine, every day of the week. Until six.'])
  taken.resolve()
  const last = 'We open at nine, every day of the week. Until six.'
  await expect.poll(() => ours()[0]?.texts).toContain(last)
  // A passing edit of the first answer would come before one of the second.
  slack.write('D0ANN', 'U0ANN', 'And on Sundays?')
  await sofia.asked(2)
  sofia.write('On Sundays we open at ten, ')
  await expect.poll(() => ours().length).toBe(2)
  sofia.write('and close ')
  await expect.poll(() => ours()[1]?.texts.length).toBe(2)
  expect(ours()[0]?.text).toBe(last)
  sofia.finish('at one.')
})
