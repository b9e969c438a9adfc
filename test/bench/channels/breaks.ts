/** The ways in which the lines of a fleet break, each with people who write before, during and after. */
import { WebSocket } from 'ws'
import type { DiscordFleet } from './discord-fleet.ts'
import { wait } from './protocol.ts'
import type { SlackFleet } from './slack-fleet.ts'

export interface Break {
  name: string
  /** `meanwhile` lets people write; `false`: the platform does not tell of it, not even later. */
  run(meanwhile: (isTold: boolean) => void): Promise<void>
}

export function breaksOfDiscord({ discord, cut }: DiscordFleet, outageMs: number): { resumed: Break; refused: Break; outage: Break } {
  return {
    resumed: {
      name: 'resume accepted',
      async run(meanwhile) {
        discord.model.refusesResume = false
        cut()
        meanwhile(true)
      },
    },
    refused: {
      name: 'resume refused',
      async run(meanwhile) {
        discord.model.refusesResume = true
        cut()
        meanwhile(true)
        discord.gateway.forgetSessions()
      },
    },
    outage: {
      name: 'outage',
      async run(meanwhile) {
        discord.behaviour.isDown = true
        cut()
        meanwhile(true)
        discord.gateway.forgetSessions()
        await wait(outageMs)
        discord.behaviour.isDown = false
      },
    },
  }
}

export function breaksOfSlack({ slacks, cut }: SlackFleet, outageMs: number): Record<'recycled' | 'refused' | 'ghost' | 'outage', Break> {
  return {
    recycled: {
      name: 'asked to open another',
      async run(meanwhile) {
        for (const { deliveries } of slacks) deliveries.recycle()
        meanwhile(true)
      },
    },
    refused: {
      name: 'sockets refused',
      async run(meanwhile) {
        for (const slack of slacks) slack.fail('apps.connections.open', { status: 503 }, { retryAfter: 1 })
        cut()
        meanwhile(true)
      },
    },
    ghost: {
      name: 'a dead ghost is given a part',
      async run(meanwhile) {
        await Promise.all(slacks.map(({ apiUrl }) => ghostOf(apiUrl)))
        meanwhile(true)
        await wait(1000)
        cut()
        meanwhile(false)
      },
    },
    outage: {
      name: 'outage',
      async run(meanwhile) {
        for (const slack of slacks) slack.goDown()
        meanwhile(false)
        await wait(outageMs)
        await Promise.all(slacks.map((slack) => slack.comeBack()))
      },
    },
  }
}

/** Another process of the same app, which takes events and acknowledges none, until its line is cut. */
async function ghostOf(apiUrl: string): Promise<void> {
  const answer = await fetch(`${apiUrl}apps.connections.open`, { method: 'POST', headers: { authorization: 'Bearer xapp-1-test' } })
  const { url } = (await answer.json()) as { url: string }
  const socket = new WebSocket(url)
  socket.on('error', () => {})
  await new Promise((resolve) => socket.once('message', resolve))
}
