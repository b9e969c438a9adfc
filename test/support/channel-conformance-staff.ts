/** The account's own side writes on the platform, past Omni. */
import { describe, expect, it } from 'vitest'
import type { Theme } from './channel-conformance.ts'

export const describeStaff: Theme = (is, bench) => {
  const ownerOf = async (conversationId: string | null) => {
    const { owner } = await bench().panel.conversations.get({ id: conversationId ?? '' })
    return owner.kind
  }

  if (is.hasPlatform)
    describe('somebody of the account’s own side', () => {
      it('takes a conversation over by writing into it, and the agent keeps quiet', async () => {
        const { platform, newQuestion, texts, endedTurnOf } = bench()
        const chat = await platform.staff.newChat()
        const [first, second] = [newQuestion(), newQuestion()]
        const message = await platform.write(chat, first)
        await expect.poll(async () => (await texts(chat)).join()).toContain(first)
        const { conversationId } = await endedTurnOf(first)
        expect(await ownerOf(conversationId)).toBe('bot')
        await platform.staff.answer(chat, message, 'I make you a quote.')
        await expect.poll(() => ownerOf(conversationId)).toBe('person')
        await platform.write(chat, second)
        expect(await endedTurnOf(second)).toMatchObject({ state: 'stopped', stopCode: 'paused' })
        expect(await texts(chat)).toHaveLength(1)
      })
    })
  else
    describe('the account’s own side', () => {
      it('has no other place to write than the panel: every other message is a customer’s', async () => {
        const { platform, answeredChat, messages } = bench()
        expect(platform.staff).toBeUndefined()
        const { conversationId } = await answeredChat()
        expect((await messages(conversationId)).map(({ author }) => author)).toEqual(['customer', 'agent'])
        expect(await ownerOf(conversationId)).toBe('bot')
      })
    })

  if (is.hasGroups)
    describe('somebody else in a group', () => {
      it('takes nothing over by writing into it', async () => {
        const { platform, newQuestion, texts, endedTurnOf } = bench()
        const chat = await platform.group.newChat()
        const [first, second] = [newQuestion(), newQuestion()]
        await platform.write(chat, first)
        await expect.poll(async () => (await texts(chat)).join()).toContain(first)
        await platform.group.writeAsOther(chat, 'I make you a quote.')
        await platform.write(chat, second)
        await expect.poll(async () => (await texts(chat)).join()).toContain(second)
        const { conversationId } = await endedTurnOf(second)
        expect(await ownerOf(conversationId)).toBe('bot')
      })
    })
  else
    it('has no groups, and shows none to pick from', async () => {
      const { panel, platform } = bench()
      expect(platform.group).toBeUndefined()
      const { items } = await panel.conversations.list({ group: true })
      expect(items).toEqual([])
    })
}
