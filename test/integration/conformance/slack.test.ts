/** Slack: its own clients, over a socket, against the fake of its Web API. */
import { vi } from 'vitest'
import { driver } from '../../../src-main/hub/channels/slack/driver.ts'
import { describeChannel } from '../../support/channel-conformance.ts'
import type { SlackMessage } from '../../support/slack-server/model.ts'
import { startSlackServer } from '../../support/slack-server.ts'

interface Chat {
  channel: string
  person: string
  /** Where the account answers: in a channel, below the first message. */
  threadTs?: string
}

describeChannel<Chat, { id: string; message: SlackMessage }>(driver, async (hub) => {
  const slack = await startSlackServer({ times: { ackMs: 1000, retriesMs: [0, 200, 400] } })
  vi.stubEnv('OMNI_SLACK_API_URL', slack.apiUrl)
  const { workspace, deliveries } = slack
  // How many calls a minute Slack takes of all tests together is nobody's business here.
  for (const method of Object.keys(slack.tiers)) slack.tiers[method] = 10_000
  /** While the line is cut, Slack tells nothing: what was missed has to be read. */
  let isCut = false
  const newPerson = (): string => {
    const id = workspace.nextId('U0P')
    return workspace.addUser(id, id.toLowerCase(), `Person ${id}`).id
  }
  const newDirect = (): Chat => {
    const person = newPerson()
    return { channel: workspace.addDirect(workspace.nextId('D0P'), person).id, person }
  }
  const newChannel = (): Chat => ({
    channel: workspace.addChannel({ id: workspace.nextId('C0P'), name: 'orders' }).id,
    person: newPerson(),
  })
  const inThread = ({ threadTs }: Chat) => (threadTs === undefined ? {} : { threadTs })
  const tsOf = (atMs: number) => `${Math.floor(atMs / 1000)}.${workspace.nextTs().split('.')[1]}`
  const said = (message: SlackMessage) => ({ id: message.ts, message })

  return {
    account: { secrets: { slackBotToken: 'xoxb-1-test', slackAppToken: 'xapp-1-test' } },
    async stop() {
      await slack.stop()
      vi.unstubAllEnvs()
    },
    newChat: newDirect,
    write(chat, text, { ageMs = 0 } = {}) {
      const isDirect = workspace.channels.get(chat.channel)?.is_im === true
      const message = slack.write(chat.channel, chat.person, isDirect ? text : `<@${workspace.app.botUser}> ${text}`, {
        ...inThread(chat),
        ...(ageMs === 0 ? { tells: !isCut } : { ts: tsOf(Date.now() - ageMs) }),
      })
      if (!isDirect) chat.threadTs ??= message.ts
      return said(message)
    },
    tellAgain: ({ message }) => slack.tell(message),
    received: ({ channel }) =>
      workspace.messages
        .filter((message) => message.channel === channel && message.bot_id !== undefined)
        .map(({ text, thread_ts, files: [file] = [] }) => ({
          text,
          // Slack quotes by threads.
          quotedId: thread_ts ?? null,
          file: file?.bytes ?? null,
        })),
    edit: ({ message }, text) => slack.edit(message, text),
    remove: ({ message }) => slack.remove(message),
    loseNextAnswer: () => slack.fail('chat.postMessage', { cut: 'after' }),
    slowDown: (retryAfter) => slack.fail('chat.postMessage', { retryAfter }),
    cut() {
      isCut = true
      deliveries.cut()
    },
    mend() {
      isCut = false
      deliveries.cut()
    },
    async refuse(name) {
      const secrets = { slackBotToken: 'xoxb-wrong', slackAppToken: 'xapp-1-test' }
      await hub.panel.instances.create({ name, channel: 'slack', secrets })
      await hub.panel.instances.connect({ name })
    },
    refusals: () => slack.calls.filter(({ token }) => token === 'xoxb-wrong').length,
    staff: {
      newChat: newChannel,
      answer: (chat, _message, text) => slack.write(chat.channel, workspace.app.installer, text, inThread(chat)),
    },
    group: { newChat: newChannel, writeAsOther: (chat, text) => slack.write(chat.channel, newPerson(), text, inThread(chat)) },
  }
})
