/** The line between the hub and the platform: cut, switched off, refused, and what was written meanwhile. */
import { describe, expect, it } from 'vitest'
import type { Theme } from './channel-conformance.ts'
import { echo } from './channel-conformance-agent.ts'
import { SHOP } from './channel-conformance-bench.ts'

/** More than any account lets pass before it leaves a missed message to a person (15 minutes). */
const OLD_MS = 5 * 60 * 60_000
const REFUSED = 'refused'

export const describeLine: Theme = (is, bench) => {
  if (is.hasPlatform)
    describe('a line that is cut', () => {
      it('with messages and an answer under way loses and doubles nothing', async () => {
        const { platform, agent, newQuestion, hasSaid, connection, settle } = bench()
        const [chat, other] = [await platform.newChat(), await platform.newChat()]
        const [first, second, third] = [newQuestion(), newQuestion(), newQuestion()]
        const held = agent.holds(first)
        await platform.write(chat, first)
        await held.begun
        await platform.cut()
        await platform.write(chat, second)
        await platform.write(other, third)
        held.finish('Here I am.')
        await platform.mend()
        await hasSaid(chat, 'Here I am.', echo(second))
        await hasSaid(other, echo(third))
        await expect.poll(async () => (await connection()).state, { timeout: 25_000 }).toBe('connected')
        await settle()
        await hasSaid(chat, 'Here I am.', echo(second))
        for (const question of [first, second, third]) expect(agent.asked.filter((text) => text.includes(question))).toHaveLength(1)
      })
    })

  describe('an account that is disconnected', () => {
    it('sends nothing, and what waited once when it is connected again', async () => {
      const { panel, connection, connect, answeredChat, messages, hasSaid, settle } = bench()
      const { chat, question, conversationId } = await answeredChat()
      await panel.instances.disconnect({ name: SHOP })
      expect((await connection()).state).toBe('disconnected')
      await panel.conversations.sendText({ conversationId, text: 'In a moment.', clientId: crypto.randomUUID(), by: 'Ana' })
      await expect
        .poll(async () => (await messages(conversationId)).at(-1)?.delivery)
        .toMatchObject({ state: 'pending', held: { why: 'disconnected' } })
      await hasSaid(chat, echo(question))
      await connect()
      await hasSaid(chat, echo(question), 'In a moment.')
      await settle()
      await hasSaid(chat, echo(question), 'In a moment.')
    })
  })

  if (is.hasPlatform)
    describe('what was written while the hub was off', () => {
      it('is answered once where it is young, and only shown where it is old', async () => {
        const { platform, omni, newQuestion, answeredChat, hasSaid, endedTurnOf, messages, settle } = bench()
        const [young, old] = [await answeredChat(), await answeredChat()]
        const [late, tooLate] = [newQuestion(), newQuestion()]
        await platform.cut()
        await omni.restart(async () => {
          await platform.write(young.chat, late)
          await platform.write(old.chat, tooLate, { ageMs: OLD_MS })
        })
        await platform.mend()
        await hasSaid(young.chat, echo(young.question), echo(late))
        expect(await endedTurnOf(tooLate)).toMatchObject({ state: 'stopped', stopCode: 'came_while_away' })
        expect((await messages(old.conversationId)).map(({ text }) => text)).toContain(tooLate)
        await settle()
        await hasSaid(young.chat, echo(young.question), echo(late))
        await hasSaid(old.chat, echo(old.question))
      })
    })

  if (is.hasCredentials)
    describe('an account that the platform refuses', () => {
      it('says so in a sentence, asks no more, and harms no other', async () => {
        const { platform, connection, settle } = bench()
        await platform.refuse(REFUSED)
        await expect.poll(async () => (await connection(REFUSED)).state, { timeout: 25_000 }).toBe('error')
        expect((await connection(REFUSED)).message).toMatch(/^[A-Z].*\.$/s)
        const asked = platform.refusals()
        expect(asked).toBeGreaterThan(0)
        await settle()
        await settle()
        expect(platform.refusals()).toBe(asked)
        expect((await connection(REFUSED)).state).toBe('error')
      })
    })
  else
    describe('an account that needs no proof', () => {
      it('is connected as soon as it is made, and after a restart', async () => {
        const { driver, panel, omni, connection, settle } = bench()
        await panel.instances.create({ name: 'another', channel: driver.channel, provider: driver.provider })
        await expect.poll(async () => (await connection('another')).state).toBe('connected')
        await omni.restart()
        for (const name of [SHOP, 'another']) await expect.poll(async () => (await connection(name)).state).toBe('connected')
        await settle()
      })
    })
}
