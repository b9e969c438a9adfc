import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agents } from '../../../src-renderer/i18n/en/agents.ts'
import { type AgentServer, startAgentServer } from '../../support/agent-server.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { freePort } from '../../support/free-port.ts'
import { bubblesOf, goTo, type Panel } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

/** A reload takes its time on a busy machine. */
const SLOWLY = { timeout: 15_000 }

describe('the wizard, from nothing to a customer who is answered', () => {
  let evolution: FakeEvolution
  let agent: AgentServer
  let panel: Panel
  let page: Page
  beforeEach(async () => {
    evolution = await startEvolutionServer({ acknowledgesSends: true })
    agent = await startAgentServer({ shape: 'run', apiKey: 'agent-key' })
  })
  afterEach(async () => {
    await evolution.stop()
    await agent.stop()
  })
  panelForEach((opened) => {
    panel = opened
    page = opened.page
  })

  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()
  const asks = (question: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name: question }).waitFor()
  const qr = () => page.getByRole('img', { name: 'QR code to link the phone' })

  /** Up to the question where the account is, which is answered with this address and key. */
  async function enterAccount(url: string, apiKey: string, name = 'sol-bakery'): Promise<void> {
    await asks('What do you want to connect?')
    await page.getByRole('button', { name: /Evolution API/ }).click()
    await asks('Give it a name')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name)
    await next()
    await giveAccount(url, apiKey)
  }
  async function giveAccount(url: string, apiKey: string): Promise<void> {
    await asks('Where is the account?')
    await page.getByRole('textbox', { name: 'Server address' }).fill(url)
    await page.getByLabel('API key').fill(apiKey)
    await next()
  }
  const problem = (sentence: string | RegExp): Promise<void> => page.getByRole('alert').getByText(sentence).waitFor()

  it('links a phone by a live QR code, asks who answers, and the first customer is answered live, once', async () => {
    await enterAccount(evolution.url, evolution.apiKey)
    await asks('Link the phone')
    await qr().waitFor()
    const first = await qr().getAttribute('src')
    evolution.renewQr('sol-bakery')
    await expect.poll(() => qr().getAttribute('src')).not.toBe(first)
    await page.getByText(/New code in \d+ s/).waitFor()

    evolution.scan('sol-bakery', '15550001111', 'Padaria Sol')
    await page.getByRole('heading', { name: /^Connected as/ }).waitFor()
    await next()

    await asks('Who answers?')
    await page.getByRole('button', { name: /^New agent/ }).click()
    const dialog = page.getByRole('dialog', { name: 'New agent' })
    await dialog.getByRole('button', { name: /^Automagik agent/ }).click()
    await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('sofia')
    await dialog.getByRole('textbox', { name: 'Server address' }).fill(agent.url)
    await dialog.getByRole('textbox', { name: /^Name of the agent/ }).fill('sofia')
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await dialog.getByText(/^It did not answer: /).waitFor()
    await dialog.getByLabel(/^API key/).fill('agent-key')
    await dialog.getByRole('button', { name: 'Test connection' }).click()
    await dialog.getByText(/^It answered in /).waitFor()
    await dialog.getByRole('button', { name: 'Save agent' }).click()
    await page.getByRole('radio', { name: 'sofia', checked: true }).waitFor()
    await next()
    await asks('Shall it answer now?')
    await page.getByRole('heading', { name: 'sofia is ready to answer on +1 555 000 1111' }).waitFor()
    await page.getByRole('button', { name: 'Start answering' }).click()
    await asks('Try it')
    await page.getByRole('heading', { name: 'Write to +1 555 000 1111 from another phone' }).waitFor()
    await page.getByRole('status', { name: 'Connection status' }).getByText('1 of 1 connected').waitFor()

    await evolution.deliverInbound('sol-bakery', { from: '15552223333', name: 'Ann', text: 'Do you open on Saturday?' })
    await bubblesOf(page, 'Ann').getByText('Do you open on Saturday?').waitFor()
    await bubblesOf(page, 'sofia').getByText('echo: Do you open on Saturday?').waitFor()
    await bubblesOf(page, 'sofia').getByText('Delivered').waitFor()
    expect(evolution.sent.map(({ remoteJid, text }) => ({ remoteJid, text }))).toEqual([
      { remoteJid: '15552223333@s.whatsapp.net', text: 'echo: Do you open on Saturday?' },
    ])
    expect(await bubblesOf(page, 'sofia').count()).toBe(1)
  })

  it('tells a wrong key in plain words, and goes on from there with the right one', async () => {
    await enterAccount(evolution.url, 'wrong-key')
    await problem('The Evolution server did not accept the API key. Check the key in the settings.')
    await page.getByRole('button', { name: 'Back' }).click()
    await giveAccount(evolution.url, evolution.apiKey)
    await qr().waitFor()
    expect(evolution.instances.size).toBe(1)
  })

  it('tells a server that cannot be reached in plain words, and tries again when asked', async () => {
    const port = await freePort()
    await enterAccount(`http://127.0.0.1:${port}`, 'some-key')
    await problem(`The Evolution server at 127.0.0.1:${port} cannot be reached.`)
    const late = await startEvolutionServer({ port, apiKey: 'some-key' })
    await page.getByRole('button', { name: 'Try again' }).click()
    await qr().waitFor()
    await late.stop()
  })

  it('tells a server of 2.4 without a licence in plain words', async () => {
    evolution.isUnlicensed = true
    await enterAccount(evolution.url, evolution.apiKey)
    await problem(/has no active licence and answers nothing until it has one\. Open https:\/\/license\.example/)
    evolution.isUnlicensed = false
    await page.getByRole('button', { name: 'Try again' }).click()
    await qr().waitFor()
  })

  it('says what is wrong with a name, an address and a key before it asks anyone', async () => {
    await page.getByRole('button', { name: /Evolution API/ }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('')
    await next()
    await page.getByText('Enter a name.').waitFor()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Sol Bakery 🥖')
    await page.getByText('More', { exact: true }).click()
    const short = page.getByRole('textbox', { name: 'Short name' })
    expect(await short.inputValue()).toBe('sol-bakery')
    await short.fill('sol bakery')
    await next()
    await page.getByText('Use only letters, digits, “-” and “_”, up to 64 of them.').waitFor()
    await short.fill('sol-bakery')
    await next()
    await giveAccount('sol.example', '')
    await page.getByText('Enter a full address, beginning with http:// or https://.').waitFor()
    await page.getByText('This is needed.').waitFor()
    expect(await panel.omni.panel.instances.list()).toEqual([])
  })

  it('offers a pairing code to a phone without a camera', async () => {
    await enterAccount(evolution.url, evolution.apiKey)
    await qr().waitFor()
    await page.getByText('No camera? Use a pairing code').click()
    await page.getByRole('textbox', { name: 'Phone number with country code' }).fill('12')
    await page.getByRole('button', { name: 'Get a pairing code' }).click()
    await page.getByText('Enter 6 to 15 digits, beginning with the country code.').waitFor()
    await page.getByRole('textbox', { name: 'Phone number with country code' }).fill('+1 (555) 000-1111')
    await page.getByRole('button', { name: 'Get a pairing code' }).click()
    const code = page.getByRole('status', { name: 'Pairing code' })
    await code.waitFor()
    const issued = evolution.instance('sol-bakery').qr?.pairingCode ?? ''
    expect((await code.textContent())?.replace('-', '')).toBe(issued)
    expect(evolution.instance('sol-bakery').pairingNumber).toBe('15550001111')
    evolution.scan('sol-bakery')
    await page.getByRole('heading', { name: /^Connected as/ }).waitFor()
  })

  it('offers a new code when nobody scanned in time', async () => {
    await enterAccount(evolution.url, evolution.apiKey)
    await qr().waitFor()
    evolution.exhaustQr('sol-bakery')
    await problem('The code was not scanned in time. Press Connect for a new one.')
    await page.getByRole('button', { name: 'Connect' }).click()
    await qr().waitFor()
  })

  it('survives a reload at every step, and forgets only what is secret', async () => {
    await page.getByRole('button', { name: /Evolution API/ }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('sol-bakery')
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: 'Name', exact: true }).inputValue(), SLOWLY).toBe('sol-bakery')
    await next()
    await page.getByRole('textbox', { name: 'Server address' }).fill(evolution.url)
    await page.getByLabel('API key').fill(evolution.apiKey)
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: 'Server address' }).inputValue(), SLOWLY).toBe(evolution.url)
    expect(await page.getByLabel('API key').inputValue()).toBe('')
    expect(JSON.stringify(await panel.omni.panel.setup.get())).not.toContain(evolution.apiKey)
    await giveAccount(evolution.url, evolution.apiKey)
    await qr().waitFor()
    await page.reload()
    await qr().waitFor()
    evolution.scan('sol-bakery')
    await page.getByRole('heading', { name: /^Connected as/ }).waitFor()
    await next()
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('Only at night.')
    await page.reload()
    await expect.poll(() => page.getByRole('textbox', { name: 'Opening hours' }).inputValue(), SLOWLY).toBe('Only at night.')
    await next()
    await asks('Shall it answer now?')
    await goTo(page, 'Accounts')
    await page.getByRole('article', { name: 'sol-bakery' }).getByText('Connected as Shop').waitFor()
    expect(evolution.instances.size).toBe(1)
  })

  it('never lets the sample shop speak to a customer, however often Continue is pressed, and starts nothing unasked', async () => {
    await enterAccount(evolution.url, evolution.apiKey, 'Padaria Sol 🥖')
    await qr().waitFor()
    evolution.scan('padaria-sol', '15550001111', 'Padaria Sol')
    await page.getByRole('heading', { name: /^Connected as/ }).waitFor()
    await next()
    await asks('Who answers?')
    // The samples are there to look at, and are nobody's words.
    expect(await page.getByRole('textbox', { name: 'Opening hours' }).getAttribute('placeholder')).toBe(agents.house.sampleOpeningHours)
    await next()
    await problem(/^Write at least one text of your own/)
    await page.reload()
    await asks('Who answers?')
    await page.getByRole('checkbox', { name: /^Use a simple greeting/ }).check()
    await next()
    await asks('Shall it answer now?')
    await evolution.deliverInbound('padaria-sol', { from: '15552223333', name: 'Ann', text: 'Where are you?' })
    await bubblesOf(page, 'Ann').getByText('Where are you?').waitFor()
    await expect.poll(async () => (await panel.omni.panel.traces.list({})).items[0]?.stopCode).toBe('not_answering')
    expect(evolution.sent).toEqual([])

    await page.getByRole('button', { name: 'Start answering' }).click()
    await page.getByText('Answering has started. 1 conversation from before is waiting for a person.').waitFor()
    await asks('Try it')
    expect(evolution.sent).toEqual([])
    await evolution.deliverInbound('padaria-sol', { from: '15552223333', name: 'Ann', text: 'Hello?' })
    await bubblesOf(page, 'House agent').first().waitFor()
    await bubblesOf(page, 'House agent').getByText('Delivered').first().waitFor()
    const said = evolution.sent.map(({ text }) => text).join(' ')
    for (const [key, sample] of Object.entries(agents.house)) if (key.startsWith('sample')) expect(said).not.toContain(sample)
    const [instance] = await panel.omni.panel.instances.list()
    expect(instance).toMatchObject({ name: 'padaria-sol', displayName: 'Padaria Sol 🥖', isAnswering: true })
    expect(JSON.stringify(instance?.house)).not.toContain('Bakery')
  })

  it('keeps the texts of the simulator out of an account that is connected after it', async () => {
    await page.getByRole('button', { name: /^Try it here/ }).click()
    await asks('Who answers?')
    await next()
    await asks('Try it')
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByRole('button', { name: 'Back' }).click()
    await enterAccount(evolution.url, evolution.apiKey)
    await qr().waitFor()
    evolution.scan('sol-bakery')
    await page.getByRole('heading', { name: /^Connected as/ }).waitFor()
    await next()
    expect(await page.getByRole('textbox', { name: 'Greeting' }).inputValue()).toBe('')
    await page.getByRole('textbox', { name: 'Address' }).fill('Behind the moon.')
    await next()
    await asks('Shall it answer now?')
    const accounts = await panel.omni.panel.instances.list()
    expect(accounts.find(({ name }) => name === 'sol-bakery')).toMatchObject({
      isAnswering: false,
      house: { greeting: '', openingHours: '', address: 'Behind the moon.', priceList: '', handover: '', faqs: [], simpleGreeting: false },
    })
    await page.getByRole('button', { name: 'Not yet' }).click()
  })
})
