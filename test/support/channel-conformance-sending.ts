/** What leaves: what people in the panel send, what nobody knows the fate of, and a platform that asks for patience. */
import { describe, expect, it } from 'vitest'
import type { Message } from '../../src-shared/contract/conversations.ts'
import type { Theme } from './channel-conformance.ts'
import { echo } from './channel-conformance-agent.ts'
import { type Bench, SHOP } from './channel-conformance-bench.ts'
import { watchLive } from './hub.ts'

const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
/** It arrived, as far as the hub was told. */
const ARRIVED = ['sent', 'delivered', 'read', 'played']
/** So long a wait is not a channel's own: people are told of it. */
const SLOW_DOWN_SECONDS = 6
/** Long enough that people are told what a message waits for. */
const PAUSE_MS = 3200

const newId = () => crypto.randomUUID()

async function upload({ panel }: Bench, conversationId: string): Promise<string> {
  const { uploadId } = await panel.uploads.begin({ conversationId, fileName: 'menu.png', sizeBytes: PNG.length })
  await panel.uploads.chunk({ uploadId, offset: 0, base64: PNG.toString('base64') })
  return (await panel.uploads.finish({ uploadId })).uploadId
}

/** Watches why messages of the hub are held back, from now on. */
async function watchHeld({ panel }: Bench) {
  const live = await watchLive(panel)
  const heldFor = (why: string) => (message: Message) => message.delivery?.held?.why === why
  return {
    until: (why: string) => live.until((event) => event.type === 'message.changed' && heldFor(why)(event.message)),
    stop: () => live.stop(),
  }
}

export const describeSending: Theme = (is, bench) => {
  describe('a person in the panel', () => {
    it('writes into a chat once, and the agent leaves it to them', async () => {
      const { panel, platform, answeredChat, newQuestion, hasSaid, endedTurnOf } = bench()
      const { chat, question, conversationId } = await answeredChat()
      const send = { conversationId, text: 'I look after it.', clientId: newId(), by: 'Ana' }
      await panel.conversations.sendText(send)
      // As a panel does that was cut off from the hub.
      await panel.conversations.sendText(send)
      await hasSaid(chat, echo(question), 'I look after it.')
      const next = newQuestion()
      await platform.write(chat, next)
      expect(await endedTurnOf(next)).toMatchObject({ state: 'stopped', stopCode: 'paused' })
      await hasSaid(chat, echo(question), 'I look after it.')
    })

    it('answers one message of several', async () => {
      const { panel, platform, answeredChat, messages } = bench()
      const { chat, message, conversationId } = await answeredChat()
      const first = (await messages(conversationId)).find(({ author }) => author === 'customer')
      const quotedMessageId = first?.id ?? ''
      await panel.conversations.sendText({ conversationId, text: 'This one', clientId: newId(), by: 'Ana', quotedMessageId })
      await expect.poll(async () => (await platform.received(chat)).at(-1)).toMatchObject({ text: 'This one', quotedId: message.id })
    })

    if (is.hasFiles)
      it('sends a file, which arrives byte by byte, with its words', async () => {
        const { panel, platform, answeredChat } = bench()
        const { chat, conversationId } = await answeredChat()
        const uploadId = await upload(bench(), conversationId)
        await panel.conversations.sendFile({ conversationId, uploadId, caption: 'The menu', clientId: newId(), by: 'Ana' })
        await expect.poll(async () => (await platform.received(chat)).at(-1)?.text).toBe('The menu')
        const last = (await platform.received(chat)).at(-1)
        expect(Buffer.from(last?.file ?? [])).toEqual(PNG)
      })
    else
      it('cannot send a file, and is told so', async () => {
        const { panel, answeredChat } = bench()
        const { conversationId } = await answeredChat()
        const sending = upload(bench(), conversationId).then((uploadId) =>
          panel.conversations.sendFile({ conversationId, uploadId, clientId: newId(), by: 'Ana' }),
        )
        await expect(sending).rejects.toMatchObject({ data: { code: 'unsupported' } })
      })
  })

  if (is.hasPlatform)
    describe('a message whose fate nobody was told', () => {
      it(`${is.repeatsSafely ? 'is repeated, and its reader has it once' : 'is found, or left to a person, and never sent twice'}`, async () => {
        const { platform, newQuestion, hasSaid, endedTurnOf, messages, settle } = bench()
        const chat = await platform.newChat()
        const question = newQuestion()
        platform.loseNextAnswer()
        await platform.write(chat, question)
        await hasSaid(chat, echo(question))
        const { conversationId } = await endedTurnOf(question)
        const state = async () => (await messages(conversationId ?? '')).find(({ author }) => author === 'agent')?.delivery?.state
        const ends = is.repeatsSafely ? ARRIVED : [...ARRIVED, 'unknown']
        await expect.poll(state, { timeout: 25_000 }).toBeOneOf(ends)
        const next = newQuestion()
        await platform.write(chat, next)
        await hasSaid(chat, echo(question), echo(next))
        await settle()
        await hasSaid(chat, echo(question), echo(next))
      })
    })

  if (is.hasPlatform && !is.isPaced)
    describe('a platform that asks to slow down', () => {
      it('is left alone for as long as it asks, which people are told, and then gets the message once', async () => {
        const { platform, newQuestion, hasSaid, settle } = bench()
        const chat = await platform.newChat()
        const question = newQuestion()
        const held = await watchHeld(bench())
        const beforeMs = Date.now()
        platform.slowDown(SLOW_DOWN_SECONDS)
        await platform.write(chat, question)
        const event = await held.until('retry')
        const until = event.type === 'message.changed' ? event.message.delivery?.held?.until : null
        expect(Date.parse(until ?? '')).toBeGreaterThanOrEqual(beforeMs + SLOW_DOWN_SECONDS * 1000)
        held.stop()
        await hasSaid(chat, echo(question))
        await settle()
        await hasSaid(chat, echo(question))
      })
    })

  if (is.isPaced)
    describe('a number that must not write too much', () => {
      it('is given its pauses by the hub, which people are told, and loses and doubles nothing', async () => {
        const { panel, platform, newQuestion, hasSaid, endedTurnOf } = bench()
        const chats = [await platform.newChat(), await platform.newChat(), await platform.newChat()]
        const held = await watchHeld(bench())
        const { behaviour } = await panel.instances.get({ name: SHOP })
        const paced = { ...behaviour.health, pauseMinMs: PAUSE_MS, pauseMaxMs: PAUSE_MS }
        await panel.instances.update({ name: SHOP, behaviour: { health: paced } })
        const written = chats.map(newQuestion)
        for (const [index, chat] of chats.entries()) await platform.write(chat, written[index] ?? '')
        await held.until('pace')
        held.stop()
        for (const [index, chat] of chats.entries()) await hasSaid(chat, echo(written[index] ?? ''))
        // The last one waits for two pauses, of which the first may have begun before it came.
        const turns = await Promise.all(written.map(endedTurnOf))
        expect(Math.max(...turns.map(({ totalDurationMs }) => totalDurationMs ?? 0))).toBeGreaterThanOrEqual(PAUSE_MS)
        await panel.instances.update({ name: SHOP, behaviour: { health: behaviour.health } })
      })
    })
}
