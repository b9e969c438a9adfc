import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { bubblesOf, expectGrowth, goTo, openPanel, type Panel, recordedAnswer, textsOf } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'
import { connectShop } from '../../support/shop.ts'
import { createTypist, type Typist } from '../../support/typist.ts'

const ANN = '15552223333'

describe('a live conversation', () => {
  let evolution: FakeEvolution
  let sofia: Typist
  let panel: Panel
  let page: Page
  beforeEach(async () => {
    evolution = await startEvolutionServer()
    sofia = createTypist('Sofia')
  })
  afterEach(() => evolution.stop())
  panelForEach(
    async (opened) => {
      panel = opened
      page = opened.page
      await connectShop(panel.omni.panel, evolution, 'shop')
      await goTo(page, 'Conversations')
    },
    () => ({ agents: sofia.agents }),
  )

  const row = () => page.getByRole('region', { name: 'Conversation list' }).getByRole('link', { name: /Ann/ })
  const answering = () => page.getByRole('article', { name: 'Sofia is answering' })
  const decision = (name: string) => bubblesOf(page, 'Sofia').getByRole('button', { name })

  async function annWrites(text: string): Promise<void> {
    await evolution.deliverInbound('shop', { from: ANN, name: 'Ann', text })
    await row().click()
  }
  /** Ann writes and is answered, and the answer meets this at the platform. */
  async function annIsAnswered(text: string): Promise<void> {
    await annWrites('Hi')
    await sofia.asked()
    sofia.finish(text)
  }

  it('shows the answer while it is written, and sends it when it is whole', async () => {
    await annWrites('Do you open on Saturday?')
    await sofia.asked()
    await answering().getByText('Thinking…').waitFor()
    await row().getByText('answering…').waitFor()
    sofia.write('We open')
    await answering().getByText('We open', { exact: true }).waitFor()
    sofia.useTool('calendar')
    await answering().getByText('Using calendar…').waitFor()
    sofia.write(' at nine')
    await answering().getByText('We open at nine', { exact: true }).waitFor()
    sofia.write(' on Saturday.')
    await answering().getByText('We open at nine on Saturday.', { exact: true }).waitFor()
    expect(evolution.sent).toEqual([])
    sofia.finish()
    await bubblesOf(page, 'Sofia').getByText('Sent', { exact: true }).waitFor()
    const recorded = await recordedAnswer(page)
    expectGrowth(recorded.texts, 'We open at nine on Saturday.')
    expect(recorded).toMatchObject({ isSameRow: true, rowText: 'We open at nine on Saturday.', rowAuthor: 'Sofia' })
    expect(evolution.sent.map(({ text }) => text)).toEqual(['We open at nine on Saturday.'])
    await row().getByText('We open at nine on Saturday.').waitFor()
  })

  it('shows what has left already as a message, and the rest as it is written, which can be stopped', async () => {
    await panel.omni.panel.instances.update({ name: 'shop', behaviour: { splitting: 'paragraphs' } })
    await annWrites('Do you open on Saturday?')
    await sofia.asked()
    sofia.write('Good morning!\n\nWe open')
    await bubblesOf(page, 'Sofia').getByText('Good morning!', { exact: true }).waitFor()
    await bubblesOf(page, 'Sofia').getByText('Sent', { exact: true }).waitFor()
    await answering().getByText('We open', { exact: true }).waitFor()
    sofia.write(' at nine')
    await answering().getByText('We open at nine', { exact: true }).waitFor()
    await page.reload()
    await answering().getByText('We open at nine', { exact: true }).waitFor()
    await answering().getByRole('button', { name: 'Stop' }).click()
    await answering().waitFor({ state: 'detached' })
    expect(await textsOf(page)).toEqual(['Do you open on Saturday?', 'Good morning!'])
    expect(evolution.sent.map(({ text }) => text)).toEqual(['Good morning!'])
  })

  it('finds an answer in progress as far as it has come, after a reload', async () => {
    await annWrites('Hi')
    await sofia.asked()
    sofia.write('Good mor')
    await answering().getByText('Good mor', { exact: true }).waitFor()
    await page.reload()
    await answering().getByText('Good mor', { exact: true }).waitFor()
    sofia.finish('ning!')
    await bubblesOf(page, 'Sofia').getByText('Good morning!').waitFor()
    expect(await textsOf(page)).toEqual(['Hi', 'Good morning!'])
  })

  it('ends an answer with Stop, and nothing of it is sent', async () => {
    await annWrites('Hi')
    await sofia.asked()
    sofia.write('I am going to say something wr')
    await answering().getByText('something wr').waitFor()
    await page.getByRole('button', { name: 'Stop this answer' }).click()
    await answering().waitFor({ state: 'detached' })
    expect(await textsOf(page)).toEqual(['Hi'])
    await bubblesOf(page, 'Ann').getByRole('link', { name: 'Open trace' }).click()
    await page.getByRole('heading', { name: 'Stopped by A person.' }).waitFor()
    expect(evolution.sent).toEqual([])
  })

  it('says that a message may have been sent, and finds out when asked', async () => {
    // Omni looks itself after a second, and reads what was missed after connecting: neither may find it.
    const asked = () => evolution.receivedBy('findMessages').filter(({ body }) => JSON.stringify(body).includes('fromMe')).length
    evolution.failNext('findMessages', { kind: 'status', status: 500 }, 100)
    evolution.failNext('sendText', { kind: 'reset', afterEffect: true })
    await annIsAnswered('Good morning!')
    await bubblesOf(page, 'Sofia').getByText('May have been sent').waitFor()
    await row().getByText('May have been sent').waitFor()
    await expect.poll(asked).toBeGreaterThan(0)
    evolution.mend('findMessages')
    await decision('Check').click()
    await bubblesOf(page, 'Sofia').getByText('Sent', { exact: true }).waitFor()
    await row().getByText('May have been sent').waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Resend' }).count()).toBe(0)
    expect(evolution.sent).toHaveLength(1)
  })

  it('finds a message of unknown fate that is at the platform without being asked', async () => {
    evolution.failNext('sendText', { kind: 'reset', afterEffect: true })
    await annIsAnswered('Good morning!')
    await bubblesOf(page, 'Sofia').getByText('Sent', { exact: true }).waitFor()
    expect(await page.getByRole('button', { name: 'Check' }).count()).toBe(0)
    expect(evolution.sent).toHaveLength(1)
  })

  it('leads from Home to the message that needs a decision, and takes a person’s word that it was sent', async () => {
    evolution.failNext('sendText', { kind: 'reset' })
    await annIsAnswered('Good morning!')
    await bubblesOf(page, 'Sofia').getByText('which does not prove that it was not sent').waitFor()
    await goTo(page, 'Home')
    await page.getByText('A message may have been sent. Check it and decide.').waitFor()
    await page.getByRole('link', { name: 'Decide' }).click()
    await decision('Mark as sent').click()
    await bubblesOf(page, 'Sofia').getByText('Sent', { exact: true }).waitFor()
    expect(evolution.sent).toEqual([])
    await goTo(page, 'Home')
    await page.getByText('Nothing needs you right now').waitFor()
  })

  it('sends a lost message again when a person says so', async () => {
    evolution.failNext('sendText', { kind: 'reset' })
    await annIsAnswered('Good morning!')
    await decision('Resend').click()
    await bubblesOf(page, 'Sofia').getByText('Sent', { exact: true }).waitFor()
    expect(evolution.sent.map(({ text }) => text)).toEqual(['Good morning!'])
    expect(await bubblesOf(page, 'Sofia').count()).toBe(1)
  })

  it('tells why a message was not delivered, and lets it go', async () => {
    await evolution.deliverInbound('shop', { from: '19990000000', name: 'Ann', text: 'Hi' })
    await row().click()
    await sofia.asked()
    sofia.finish('Good morning!')
    await bubblesOf(page, 'Sofia').getByText('The number 19990000000 is not on WhatsApp.').waitFor()
    await row().getByText('Not delivered').waitFor()
    await decision('Discard').click()
    await bubblesOf(page, 'Sofia').getByText('Not sent', { exact: true }).waitFor()
    await row().getByText('Not delivered').waitFor({ state: 'detached' })
  })

  it('sends a person’s reply once, however it is typed', async () => {
    await annWrites('Hi')
    await sofia.asked()
    await page.getByRole('button', { name: 'Stop this answer' }).click()
    await answering().waitFor({ state: 'detached' })
    const box = page.getByRole('textbox', { name: 'Reply' })
    await box.fill('First line')
    await box.press('Shift+Enter')
    await box.pressSequentially('second line')
    await box.press('Enter')
    await bubblesOf(page, 'You').getByText('Sent', { exact: true }).waitFor()
    await box.fill('Anything else?')
    await page.getByRole('button', { name: 'Send' }).click()
    await bubblesOf(page, 'You').getByText('Sent', { exact: true }).nth(1).waitFor()
    expect(await textsOf(page)).toEqual(['Hi', 'First line\nsecond line', 'Anything else?'])
    expect(evolution.sent.map(({ text }) => text)).toEqual(['First line\nsecond line', 'Anything else?'])
    await page.reload()
    await bubblesOf(page, 'You').nth(1).waitFor()
    expect(await textsOf(page)).toEqual(['Hi', 'First line\nsecond line', 'Anything else?'])
  })
})

describe('a conversation whose agent fails', () => {
  it('shows what the customer is told instead, and why, and leaves no empty bubble', async () => {
    const evolution = await startEvolutionServer()
    const panel = await openPanel()
    const { page } = panel
    await connectShop(panel.omni.panel, evolution, 'shop', {
      agent: { kind: 'automagik', url: 'http://127.0.0.1:1', agentId: 'sofia', shape: 'run', timeoutMs: 5000 },
      behaviour: { fallback: { timeout: '', error: '', empty: '', unreachable: 'One moment, please.' } },
    })
    await goTo(page, 'Conversations')
    await evolution.deliverInbound('shop', { from: ANN, name: 'Ann', text: 'Hi' })
    await page.getByRole('region', { name: 'Conversation list' }).getByRole('link', { name: /Ann/ }).click()
    const said = bubblesOf(page, 'Automatic reply')
    await said.getByText('One moment, please.').waitFor()
    await said.getByText('Sent', { exact: true }).waitFor()
    expect(await textsOf(page)).toEqual(['Hi', 'One moment, please.'])
    await said.getByRole('link', { name: 'Open trace' }).click()
    await page.getByRole('heading', { name: /^sofia gave no answer .* The fallback text was sent\.$/ }).waitFor()
    await panel.close()
    await evolution.stop()
  })
})
