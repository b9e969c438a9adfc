/** What leaves for Slack: long, hostile and many answers, files, reactions, and places where nobody may write. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { completed } from '../../../src-main/hub/agents/completed.ts'
import { registryOf } from '../../../src-main/hub/agents/registry.ts'
import { slackFromMarkdown } from '../../../src-main/hub/channels/slack/from-markdown.ts'
import { splitAnswer } from '../../../src-main/hub/channels/split-text.ts'
import { startTestHub, type TestHub } from '../../support/hub.ts'
import { playedAgent } from '../../support/played-agent.ts'
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import { connectSlackShop, useSlack } from '../../support/slack-shop.ts'

let omni: TestHub
let slack: FakeSlack
let answer: string
const asked: string[] = []

const agents = registryOf([
  playedAgent('Sofia', async function* ({ text }) {
    asked.push(text)
    yield { type: 'started' }
    yield { type: 'delta', text: answer }
    yield completed({})
  }),
])

beforeEach(async () => {
  asked.length = 0
  slack = await startSlackServer()
  useSlack(slack)
  omni = await startTestHub({ agents })
  await connectSlackShop(omni.panel)
})
afterEach(async () => {
  await omni.stop()
  await slack.stop()
  vi.unstubAllEnvs()
})

const ours = (channel = 'D0ANN') =>
  slack.workspace.messages.filter((message) => message.channel === channel && message.bot_id !== undefined)
const refused = () => slack.calls.filter(({ answer: given }) => given === 'ratelimited').length
const send = async (phone_number: string, more: object, path = 'send-text') =>
  (await omni.rest('POST', `/instance/slack/${path}`, { phone_number, ...more })) as {
    status: number
    body: { success: boolean; message_id: string | null; error: string | null }
  }

describe('an answer on Slack', () => {
  it('of 100,000 characters arrives whole and in its order, and no call is refused', async () => {
    const line = 'This is a line of an answer that has no end. '
    answer = line.repeat(Math.ceil(100_000 / line.length)).trim()
    slack.write('D0ANN', 'U0ANN', 'Everything, please')
    await expect
      .poll(
        () =>
          ours()
            .map(({ text }) => text)
            .join(' ').length,
        { timeout: 50_000 },
      )
      .toBeGreaterThanOrEqual(answer.length)
    expect(
      ours()
        .map(({ text }) => text)
        .join(' ')
        .replace(/\s+/g, ' '),
    ).toBe(answer)
    for (const { text } of ours()) expect(text.length).toBeLessThanOrEqual(4000)
    expect(refused()).toBe(0)
  }, 60_000)

  it('closes a block of code with its message and opens it in the next, measured as Slack gets it', async () => {
    answer = `Look:\n\n\`\`\`\n${'if (a < b && c > d) return a & b\n'.repeat(300)}\`\`\`\n\nThat is **all**.`
    slack.write('D0ANN', 'U0ANN', 'Code, please')
    const lengthOf = (text: string) => slackFromMarkdown(text).length
    const parts = splitAnswer(answer, { splitting: 'never', maxLength: 4000, lengthOf }).map(slackFromMarkdown)
    expect(parts.length).toBeGreaterThan(3)
    await expect.poll(() => ours().map(({ text }) => text), { timeout: 20_000 }).toEqual(parts)
    for (const { text } of ours()) {
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0)
      expect(text.length).toBeLessThanOrEqual(4000)
    }
  })

  it('leaves right-to-left and heaped signs as they are, and calls nobody', async () => {
    const text = 'Z̸̡̢͔̦̯͇̐̈́̾̎a̷̧͕̺̔l̵̢̛̮̜g̸̢̛̭̈́o̵̡̨͕̊ שלום, אנחנו פתוחים עד 18:00'
    answer = `${text} <!channel> <@U0OWNER>`
    slack.write('D0ANN', 'U0ANN', text)
    await expect.poll(() => ours().map((message) => message.text)).toEqual([`${text} &lt;!channel&gt; &lt;@U0OWNER&gt;`])
    expect(asked).toEqual([text])
  })
})

it('paces the messages of a channel together with those of its threads', async () => {
  const sent = await Promise.all(
    Array.from({ length: 16 }, (_, n) => send(n % 2 === 0 ? 'channel:C0SHOP' : 'thread:C0SHOP:1700000000.000100', { text: `No. ${n}` })),
  )
  expect(sent.every(({ body }) => body.success)).toBe(true)
  await expect.poll(() => ours('C0SHOP').length, { timeout: 30_000 }).toBe(16)
  expect(refused()).toBe(0)
}, 40_000)

describe('says why nothing can be written', () => {
  const why = async (to: string) => {
    const { status, body } = await send(to, { text: 'Hello' })
    expect(status).toBe(502)
    return body.error
  }
  it('in an archived channel, one that is gone, and one that the app is not in', async () => {
    slack.workspace.addChannel({ id: 'C0OLD', name: 'old', is_archived: true })
    slack.workspace.addChannel({ id: 'C0OTHER', name: 'other', is_member: false })
    expect(await why('channel:C0OLD')).toBe('This Slack channel is archived.')
    expect(await why('channel:C0GONE')).toMatch(/^This Slack channel no longer exists/)
    expect(await why('channel:C0OTHER')).toMatch(/^The app is not in this Slack channel\. Write \/invite/)
  })
  it('in a locked thread, to somebody who left, and where the app takes no messages', async () => {
    slack.workspace.lockedThreads.add('1700000000.000100')
    expect(await why('thread:C0SHOP:1700000000.000100')).toBe('This Slack thread is locked.')
    slack.fail('conversations.open', { error: 'user_disabled' })
    expect(await why('U0ANN')).toBe('This person is not in the Slack workspace any more.')
    slack.fail('chat.postMessage', { error: 'messages_tab_disabled' })
    expect(await why('U0ANN')).toMatch(/Switch on "Messages Tab" under "App Home"/)
  })
})

describe('a file for Slack', () => {
  const media = {
    media_base64: Buffer.from('The price list').toString('base64'),
    media_type: 'document',
    filename: 'prices.txt',
    caption: 'Here',
  }

  it('arrives with its words, under its name', async () => {
    const sent = await send('U0ANN', media, 'send-media')
    expect(sent.body).toMatchObject({ success: true, message_id: expect.stringMatching(/^D0ANN:\d+\.\d+$/) })
    const [message] = ours()
    expect(message).toMatchObject({ text: 'Here', files: [{ name: 'prices.txt', size: 14 }] })
    expect(Buffer.from(message?.files?.[0]?.bytes ?? []).toString()).toBe('The price list')
  })

  it('is found again where the answer of Slack was lost, and not sent twice', async () => {
    slack.fail('files.completeUploadExternal', { cut: 'after' })
    slack.write('D0ANN', 'U0ANN', 'Prices?')
    await send('U0ANN', media, 'send-media')
    const state = async () => {
      const { items } = await omni.panel.conversations.list({})
      const { items: messages } = await omni.panel.conversations.messages({ conversationId: items[0]?.id ?? '' })
      return messages.find(({ kind }) => kind === 'document')?.delivery?.state
    }
    await omni.restart()
    await expect.poll(state, { timeout: 50_000 }).toBe('sent')
    expect(ours().filter(({ files }) => files !== undefined)).toHaveLength(1)
  }, 70_000)
})

it('shows the reaction of the account, and takes it away', async () => {
  answer = 'Hello, Ann!'
  const question = slack.write('D0ANN', 'U0ANN', 'Hello')
  await expect.poll(() => ours().length).toBe(1)
  const { items } = await omni.panel.conversations.list({})
  const { items: messages } = await omni.panel.conversations.messages({ conversationId: items[0]?.id ?? '' })
  const messageId = messages.find(({ author }) => author === 'customer')?.id ?? ''
  const react = (emoji: string) => omni.panel.conversations.react({ messageId, emoji, clientId: crypto.randomUUID() })
  await react('🎉')
  await expect.poll(() => question.reactions).toEqual([{ name: 'tada', users: ['U0OMNI'] }])
  await react('👍')
  await expect.poll(() => question.reactions).toEqual([{ name: '+1', users: ['U0OMNI'] }])
  await react('')
  await expect.poll(() => question.reactions).toEqual([])
})
