/**
 * The hub of the bench `channels`, in a process of its own: real, with the real libraries of Discord and Slack, but for
 * an agent whose answer depends on what it is told. Sends a login link over IPC, and its memory whenever it is asked.
 *
 * - `at TIME`: sends `{ askedMs }`, the milliseconds since then, with the channel; says nothing
 * - `grow TEXT`: an answer of some seconds, word by word
 * - anything else: `You said: …`
 */
import '../../../src-main/heap.ts'

import { setTimeout as pause } from 'node:timers/promises'
import { completed } from '../../../src-main/hub/agents/completed.ts'
import { drivers } from '../../../src-main/hub/channels/registry.ts'
import { SlackChannel } from '../../../src-main/hub/channels/slack/channel.ts'
import { BOT_TOKEN } from '../../../src-main/hub/channels/slack/settings.ts'
import { playedAgent } from '../../support/played-agent.ts'
import { startBenchHub } from '../bench-hub.ts'
import { clock, LAST_WORDS, type Said } from './protocol.ts'

const WORDS = 16
const WORD_MS = 250

const tell = (said: Said) => void process.send?.(said)

const agent = playedAgent('Played', async function* ({ text }, _config, signal) {
  const [, kind, from, at] = /^(at|grow) (\w+) ?([\d.]*)/.exec(text) ?? []
  yield { type: 'started' }
  if (kind === 'at') {
    tell({ asked: { from: from ?? '', ms: clock() - Number(at) } })
    yield completed({ text: null })
    return
  }
  if (kind !== 'grow') {
    yield completed({ text: `You said: ${text}` })
    return
  }
  for (let word = 0; word < WORDS && !signal.aborted; word += 1) {
    yield { type: 'delta', text: `${from} gets word ${word} of many. ` }
    await pause(WORD_MS)
  }
  yield { type: 'delta', text: LAST_WORDS }
  yield completed({})
})

/** Each Slack app is in a workspace of its own, which here is a server of its own: their addresses by bot token. */
const workspaces = JSON.parse(process.env['BENCH_SLACK_URLS'] ?? '{}') as Record<string, string>

const { hub } = await startBenchHub({
  agent,
  drivers: drivers.map((driver) =>
    driver.channel === 'slack'
      ? { ...driver, create: (context) => new SlackChannel(context, { apiUrl: workspaces[context.secrets[BOT_TOKEN] ?? ''] ?? '' }) }
      : driver,
  ),
})

process.on('message', () => {
  // What the first pass sets free, the second collects.
  for (let pass = 0; pass < 2; pass += 1) globalThis.gc?.()
  tell({ heapBytes: process.memoryUsage().heapUsed })
})
tell({ link: await hub.createLoginLink() })
