/** Answers of the agent: long ones whole, and growing ones as the channel declares it. */
import { describe, expect, it } from 'vitest'
import type { Theme } from './channel-conformance.ts'

const FENCE = /^```/gm

/** Lines that each occur once, a little more than two messages of them. */
function longCode(maxTextLength: number): string[] {
  const width = Math.min(400, Math.floor(maxTextLength / 8))
  const count = Math.ceil((maxTextLength * 2.2) / width)
  return Array.from({ length: count }, (_, n) => `const line${n} = `.padEnd(width - 1, '1'))
}

export const describeAnswers: Theme = (is, bench) => {
  describe('an answer', () => {
    it('that is too long for one message arrives whole and in its order, and each message closes its block of code', async () => {
      const { platform, agent, newQuestion, texts, settle } = bench()
      const chat = await platform.newChat()
      const question = newQuestion()
      const lines = longCode(is.maxTextLength)
      agent.says(question, ['This is all of it:', '```', ...lines, '```', '', 'That was all.'].join('\n'))
      await platform.write(chat, question)
      await expect.poll(async () => (await texts(chat)).at(-1) ?? '', { timeout: 25_000 }).toContain('That was all.')
      await settle()
      const parts = await texts(chat)
      expect(parts.length).toBeGreaterThanOrEqual(3)
      for (const part of parts) {
        expect(part.length).toBeLessThanOrEqual(is.maxTextLength)
        expect((part.match(FENCE) ?? []).length % 2).toBe(0)
      }
      const words = parts
        .join('\n')
        .split('\n')
        .filter((line) => line.trim() !== '' && !line.startsWith('```'))
      expect(words).toEqual(['This is all of it:', ...lines, 'That was all.'])
    })

    const FIRST = 'We open at nine on every day of the week.'
    if (is.growsInPlace)
      it('grows in one message while the agent writes it, and ends with its last text', async () => {
        const { platform, agent, newQuestion, texts, hasSaid, settle } = bench()
        const chat = await platform.newChat()
        const question = newQuestion()
        const held = agent.holds(question)
        await platform.write(chat, question)
        await held.begun
        held.write(FIRST)
        await expect.poll(async () => (await texts(chat)).join('|')).toContain('We open at nine')
        held.write('\n\nOn Sundays we sleep ')
        await expect.poll(async () => (await texts(chat)).join('|'), { timeout: 25_000 }).toContain('Sundays')
        expect(await texts(chat)).toHaveLength(1)
        held.finish('until ten.')
        await hasSaid(chat, `${FIRST}\n\nOn Sundays we sleep until ten.`)
        await settle()
        expect(await texts(chat)).toHaveLength(1)
      })
    else
      it('comes paragraph by paragraph while the agent writes it, each once and never changed', async () => {
        const { platform, agent, newQuestion, hasSaid, settle } = bench()
        const chat = await platform.newChat()
        const question = newQuestion()
        const held = agent.holds(question)
        await platform.write(chat, question)
        await held.begun
        held.write(FIRST)
        held.write('\n\nOn Sundays we sleep ')
        await hasSaid(chat, FIRST)
        held.finish('until ten.')
        await hasSaid(chat, FIRST, 'On Sundays we sleep until ten.')
        await settle()
        await hasSaid(chat, FIRST, 'On Sundays we sleep until ten.')
      })
  })
}
