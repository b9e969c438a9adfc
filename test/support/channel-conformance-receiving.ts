/** What comes from the platform: all of it, once, in its order, and as its people left it. */
import { describe, expect, it } from 'vitest'
import type { Theme } from './channel-conformance.ts'
import { echo } from './channel-conformance-agent.ts'

const BURST = 4

export const describeReceiving: Theme = (is, bench) => {
  describe('what people write', () => {
    it('is answered, and shown with the one who wrote it', async () => {
      const { question, conversationId } = await bench().answeredChat()
      const messages = await bench().messages(conversationId)
      expect(messages.map(({ author, text }) => `${author}: ${text}`)).toEqual([`customer: ${question}`, `agent: ${echo(question)}`])
      expect(messages[0]?.authorName).toEqual(expect.stringMatching(/\S/))
      expect((await bench().panel.conversations.get({ id: conversationId })).kind).toBe('direct')
    })

    it('is answered once, though the platform tells of it again, at once and later', async () => {
      const { platform, agent, newQuestion, hasSaid, settle, turnOf, messages } = bench()
      const chat = await platform.newChat()
      const question = newQuestion()
      const held = agent.holds(question)
      const message = await platform.write(chat, question)
      await platform.tellAgain(message)
      await held.begun
      held.finish('Once.')
      await hasSaid(chat, 'Once.')
      await platform.tellAgain(message)
      const next = newQuestion()
      await platform.write(chat, next)
      await hasSaid(chat, 'Once.', echo(next))
      await settle()
      await hasSaid(chat, 'Once.', echo(next))
      const { conversationId } = await turnOf(question)
      expect((await messages(conversationId ?? '')).filter(({ author }) => author === 'customer')).toHaveLength(2)
    })

    it('in a burst is answered in its order, whatever is written elsewhere meanwhile', async () => {
      const { platform, newQuestion, hasSaid } = bench()
      const chats = [await platform.newChat(), await platform.newChat()]
      const written = chats.map(() => Array.from({ length: BURST }, newQuestion))
      for (let n = 0; n < BURST; n += 1) for (const [index, chat] of chats.entries()) await platform.write(chat, written[index]?.[n] ?? '')
      for (const [index, chat] of chats.entries()) await hasSaid(chat, ...(written[index] ?? []).map(echo))
    })
  })

  describe('what people change before it is answered', () => {
    if (is.hasEdits)
      it('is what the agent answers, and nothing else', async () => {
        const { platform, agent, newQuestion, hasSaid, turnOf, messages } = bench()
        const chat = await platform.newChat()
        const [before, after] = [newQuestion(), newQuestion()]
        const held = agent.holds(before)
        const message = await platform.write(chat, before)
        await held.begun
        const { conversationId } = await turnOf(before)
        await platform.edit(message, after)
        await expect.poll(async () => (await messages(conversationId ?? ''))[0]?.text).toBe(after)
        held.finish('Too early.')
        await hasSaid(chat, echo(after))
      })

    if (is.hasDeletions)
      it('into nothing is not answered', async () => {
        const { platform, agent, newQuestion, turnOf, endedTurnOf, settle, hasSaid, messages } = bench()
        const chat = await platform.newChat()
        const question = newQuestion()
        const held = agent.holds(question)
        const message = await platform.write(chat, question)
        await held.begun
        const { conversationId } = await turnOf(question)
        await platform.remove(message)
        await expect.poll(async () => (await messages(conversationId ?? ''))[0]?.revokedAt ?? null).not.toBeNull()
        held.finish('Too late.')
        expect(await endedTurnOf(question)).toMatchObject({ state: 'stopped', stopCode: 'deleted' })
        await settle()
        await hasSaid(chat)
      })

    if (!is.hasEdits && !is.hasDeletions)
      it('cannot be: its channel tells of no edits and deletions, and its people have no such verbs', () => {
        const { platform } = bench()
        expect([platform.edit, platform.remove]).toEqual([undefined, undefined])
      })
  })
}
