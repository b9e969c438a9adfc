/** Slack apps, each in a workspace of its own, which is a fake server of its own. */
import { type FakeSlack, startSlackServer } from '../../support/slack-server.ts'
import type { Fleet } from './fleet.ts'

export interface SlackFleet extends Fleet {
  slacks: FakeSlack[]
}

interface SlackFleetOptions {
  count: number
  /** Slack's own calls a minute; otherwise none is refused, so that it does not take hours. */
  hasTiers?: boolean
  times?: Partial<{ ackMs: number; retriesMs: number[] }>
}

export async function startSlackFleet({ count, hasTiers = false, times = {} }: SlackFleetOptions): Promise<SlackFleet> {
  const slacks = await Promise.all(Array.from({ length: count }, () => startSlackServer({ times })))
  const tokenOf = (n: number) => `xoxb-${n}-bench`
  slacks.forEach((slack, n) => {
    slack.workspace.botToken = tokenOf(n)
    slack.workspace.team.id = `T0SHOP${n}`
    if (!hasTiers) for (const method of Object.keys(slack.tiers)) slack.tiers[method] = Number.POSITIVE_INFINITY
  })
  function silenceAll(isSilent: boolean): void {
    for (const slack of slacks) slack.isDead = slack.deliveries.isSilent = isSilent
  }
  const names = slacks.map((_, n) => `slack-${n}`)

  return {
    slacks,
    channel: 'slack',
    names,
    env: { BENCH_SLACK_URLS: JSON.stringify(Object.fromEntries(slacks.map(({ apiUrl }, n) => [tokenOf(n), apiUrl]))) },
    account: (name) => ({
      name,
      channel: 'slack',
      secrets: { slackBotToken: tokenOf(names.indexOf(name)), slackAppToken: 'xapp-1-test' },
    }),
    say(account, person, text, isTold = true) {
      const slack = slacks[account]
      if (slack === undefined) return
      if (!slack.workspace.channels.has(`D0P${person}`)) {
        slack.workspace.addUser(`U0P${person}`, `p${person}`, `Person ${person}`)
        slack.workspace.addDirect(`D0P${person}`, `U0P${person}`)
      }
      slack.write(`D0P${person}`, `U0P${person}`, text, { tells: isTold })
    },
    cut: () => slacks.forEach(({ deliveries }) => void deliveries.cut()),
    silence: () => silenceAll(true),
    speakAgain: () => silenceAll(false),
    answers: () =>
      slacks.flatMap(({ workspace }) => workspace.messages.filter(({ bot_id }) => bot_id !== undefined).map(({ text }) => text)),
    forget() {
      for (const { workspace, calls, deliveries } of slacks) {
        calls.length = workspace.messages.length = deliveries.acknowledged.length = 0
        for (const [id, { is_im }] of workspace.channels) if (is_im) workspace.channels.delete(id)
      }
    },
    entries: () =>
      slacks.flatMap(({ deliveries }, n) => deliveries.openedAtMs.map((atMs) => ({ account: names[n] ?? '', isFresh: true, atMs }))),
    refused: () => slacks.reduce((sum, { calls }) => sum + calls.filter(({ answer }) => answer === 'ratelimited').length, 0),
    stop: async () => void (await Promise.all(slacks.map((slack) => slack.stop()))),
  }
}
