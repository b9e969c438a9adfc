/** Voice notes in words, as a person sees them: set up, read instead of listened to, and tried again. */
import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { wavOf } from '../../support/media.ts'
import { bubblesOf, goTo, type Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'
import { saveAgent } from '../../support/saved-agent.ts'
import { connectShop } from '../../support/shop.ts'
import { startTranscriptionServer, type TranscriptionServer } from '../../support/transcription-server.ts'

const ANN = '15552223333'

describe('voice notes in words', () => {
  let evolution: FakeEvolution
  let hearing: TranscriptionServer
  let panel: Panel
  let page: Page
  beforeEach(async () => {
    ;[evolution, hearing] = await Promise.all([startEvolutionServer(), startTranscriptionServer()])
  })
  afterEach(() => Promise.all([evolution.stop(), hearing.stop()]))
  panelForEach(async (opened) => {
    panel = opened
    page = opened.page
    await connectShop(panel.omni.panel, evolution, 'shop')
    await saveAgent(panel.omni.panel, { kind: 'openai', name: 'Whisper', baseUrl: hearing.url, model: 'gpt' })
  })

  const speaks = (words: string) =>
    evolution.deliverInbound('shop', {
      from: ANN,
      name: 'Ann',
      message: { audioMessage: { mimetype: 'audio/wav', seconds: 4, ptt: true } },
      messageType: 'audioMessage',
      base64: Buffer.concat([wavOf(4), Buffer.from(`<<${words}>>`)]).toString('base64'),
    })
  const ann = () => page.getByRole('region', { name: 'Conversation list' }).getByRole('link', { name: /Ann/ })
  const bubble = () => bubblesOf(page, 'Ann').last()

  it('are set up in plain words, tried, and then come in automatically', async () => {
    await page.goto(`${panel.omni.url}/#/instances/shop/behaviour`)
    const section = page.getByRole('region', { name: 'Voice, pictures and documents' })
    await section.getByRole('combobox', { name: 'Who transcribes voice notes' }).click()
    await page.getByRole('option', { name: 'Whisper' }).click()
    hearing.script({ status: 401, body: { error: { message: 'no such key' } } }, { body: { text: 'La la la' } })
    await section.getByRole('button', { name: 'Test' }).click()
    await section.getByText(/It does not work yet: The agent refused the key \(401\)/).waitFor()
    await section.getByRole('button', { name: 'Test' }).click()
    await section.getByText(/It works\. Heard in .*“La la la”/).waitFor()
    expect(await findBarriers(page)).toEqual([])
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved', { exact: true }).first().waitFor()

    await page.goto(`${panel.omni.url}/#/conversations`)
    const release = hearing.hold()
    await speaks('Do you have carrot cake?')
    await ann().click()
    await bubble().getByText('Transcribing…').waitFor()
    release()
    await bubble().getByText('Do you have carrot cake?').waitFor()
    await bubble().getByText('Transcribed by machine').waitFor()
    expect(await bubble().getByText('Transcribing…').count()).toBe(0)
    expect(await findBarriers(page)).toEqual([])
  })

  it('say why it failed and can be tried again; what came before it was set up is transcribed when asked', async () => {
    await goTo(page, 'Conversations')
    await speaks('Before')
    await ann().click()
    await bubble().getByRole('button', { name: 'Play' }).waitFor()
    expect(await page.getByRole('button', { name: 'Transcribe' }).count()).toBe(0)
    const whisper = (await panel.omni.panel.agents.list()).find(({ name }) => name === 'Whisper')
    await panel.omni.panel.instances.update({
      name: 'shop',
      behaviour: { mediaText: { voice: { agentProfileId: whisper?.id ?? null } } },
    })
    // Set up in another window: this one is notified.
    await page.getByRole('button', { name: 'Transcribe' }).click()
    await bubblesOf(page, 'Ann').getByText('Before', { exact: true }).waitFor()

    hearing.script({ status: 413, body: 'too large', contentType: 'text/plain' })
    await speaks('Again')
    await bubble()
      .getByText(/did not accept the call \(413\)/)
      .waitFor()
    await bubble().getByRole('button', { name: 'Try again' }).click()
    await bubble().getByText('Again', { exact: true }).waitFor()
  })
})
