import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { startEvolutionServer } from '../../support/evolution-server.ts'
import { bubblesOf, expectGrowth, goTo, type Panel, recordedAnswer, wideElements } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { readQr } from '../../support/read-qr.ts'
import { SHOP } from '../../support/whatsapp-server/linked-shop.ts'
import { type FakeWhatsApp, startWhatsAppServer } from '../../support/whatsapp-server.ts'

const ANA = '15552223333'
const SHOTS = process.env['OMNI_TEST_SHOTS']

/** The smallest PNG that there is. */
const DOT = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

/** Where WhatsApp keeps the pictures of accounts. */
async function startPictureServer() {
  const server = createServer((_request, response) => void response.writeHead(200, { 'content-type': 'image/png' }).end(DOT))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}

describe('WhatsApp inside the app, from the first screen to a customer who is answered', () => {
  let whatsapp: FakeWhatsApp
  let pictures: Awaited<ReturnType<typeof startPictureServer>>
  let panel: Panel
  let page: Page
  beforeAll(async () => {
    whatsapp = await startWhatsAppServer()
    pictures = await startPictureServer()
    process.env['OMNI_WHATSAPP_WS_URL'] = whatsapp.url
  })
  afterAll(async () => {
    delete process.env['OMNI_WHATSAPP_WS_URL']
    await whatsapp.stop()
    await pictures.stop()
  })
  panelForAll((opened) => {
    panel = opened
    page = opened.page
  })

  const asks = (question: string): Promise<void> => page.getByRole('heading', { level: 1, name: question }).waitFor()
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()
  const qr = () => page.getByRole('img', { name: 'QR code to link the phone' })
  const codeOnScreen = async () => readQr((await qr().getAttribute('src')) ?? '')
  const shoot = async (name: string) => {
    if (SHOTS) await page.screenshot({ path: `${SHOTS}/${name}.png` })
  }
  /** A window on a machine whose clock is ten minutes fast counts down as the hub does. */
  const looksAheadOfTime = async () => {
    const fast = await page.context().newPage()
    await fast.addInitScript(() => {
      const { Date: Right } = globalThis
      const FAST_MS = 600_000
      globalThis.Date = class extends Right {
        constructor(...parts: []) {
          if (parts.length === 0) super(Right.now() + FAST_MS)
          else super(...parts)
        }
        static override now() {
          return Right.now() + FAST_MS
        }
      } as DateConstructor
    })
    await fast.goto(`${panel.omni.url}/#/`)
    const text = (await fast.getByText(/New code in \d+ s/).textContent()) ?? ''
    const seconds = Number(/\d+/.exec(text)?.[0])
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(60)
    await fast.close()
    await page.bringToFront()
  }
  const barriers = async (name: string) => {
    await shoot(name)
    expect(await findBarriers(page)).toEqual([])
    expect(await wideElements(page)).toEqual([])
  }

  it('offers to scan with the phone first, trying it out second, and the Evolution server third', async () => {
    await asks('What do you want to connect?')
    const choices = await page.getByRole('main').getByRole('listitem').getByRole('button').allTextContents()
    expect(choices[0]).toContain('WhatsApp (scan with your phone)Recommended')
    expect(choices[1]).toContain('Try it here')
    expect(choices[2]).toContain('I have an Evolution server')
    await barriers('choices')
  })

  it('shows no code before the note was accepted', async () => {
    await page.getByRole('button', { name: /scan with your phone/ }).click()
    await asks('Give it a name')
    await next()
    await asks('Before you link your number')
    await page.getByText('may restrict or block a number').waitFor()
    expect(await qr().count()).toBe(0)
    expect(whatsapp.connections).toEqual([])
    await barriers('note')
  })

  it('shows the code, and after the scan whose account it is', async () => {
    await page.getByRole('button', { name: 'I understand the risk. Show the code' }).click()
    await asks('Link the phone')
    await qr().waitFor()
    await page.getByText(/New code in \d+ s/).waitFor()
    await barriers('code')
    await looksAheadOfTime()
    await page.setViewportSize({ width: 1024, height: 640 })
    await shoot('code-small')
    expect(await wideElements(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
    whatsapp.pictures.set(`${SHOP.phone}@s.whatsapp.net`, `${pictures.url}/padaria.png`)
    await whatsapp.scan(await codeOnScreen(), SHOP)
    await page.getByRole('heading', { name: 'Connected as Padaria Sol' }).waitFor()
    await page.getByText('+1 555 000 1111').waitFor()
    // Its picture is fetched by the hub: the page may ask nobody else.
    const picture = page.getByRole('main').locator('img[src^="data:image/png"]')
    await picture.waitFor()
    expect(await picture.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth)).toBe(1)
    await barriers('connected')
  })

  it('answers the first customer word by word, and the ticks come', async () => {
    await next()
    await asks('Who answers?')
    // Its customers must not hear the samples, which are another shop's.
    await next()
    await page
      .getByRole('alert')
      .getByText(/^Write at least one text of your own/)
      .waitFor()
    await barriers('texts-missing')
    await page.getByRole('checkbox', { name: /^Use a simple greeting/ }).check()
    await next()
    await asks('Shall it answer now?')
    const [linked] = await panel.omni.panel.instances.list()
    expect(linked).toMatchObject({ isAnswering: false, house: { greeting: '', openingHours: '' } })
    await barriers('start')
    await page.getByRole('button', { name: 'Start answering' }).click()
    await page.getByRole('heading', { name: 'Write to +1 555 000 1111 from another phone' }).waitFor()
    await whatsapp.deliver({ to: SHOP.phone, from: ANA, pushName: 'Ana', text: 'When do you open on Saturday?' })
    await bubblesOf(page, 'Ana').getByText('When do you open on Saturday?').waitFor()
    // A greeting and the answer, in one message.
    const received = await whatsapp.whenReceived(1)
    await expect.poll(() => bubblesOf(page, 'House agent').getByText('Delivered').count()).toBe(1)
    const { texts } = await recordedAnswer(page)
    expectGrowth(texts, received[0]?.text ?? '')
    expect(received.map(({ times }) => times)).toEqual([1])
    whatsapp.receipt({ account: SHOP.phone, from: ANA, id: received[0]?.id ?? '', type: 'read' })
    await bubblesOf(page, 'House agent').getByText('Read', { exact: true }).waitFor()
  })

  it('says on its page that the phone removed the link, and links again by a pairing code', async () => {
    await page.getByRole('button', { name: 'Finish' }).click()
    await goTo(page, 'Accounts')
    await page.getByRole('link', { name: 'WhatsApp', exact: true }).click()
    await page.getByText('Connected as Padaria Sol').first().waitFor()
    await shoot('page-connected')
    whatsapp.unlink(SHOP.phone)
    await page.getByText('WhatsApp was unlinked on the phone. Press Connect and scan the code again.').first().waitFor()
    await barriers('page-unlinked')
    await page.getByRole('button', { name: 'Connect', exact: true }).first().click()
    await qr().waitFor()
    await page.getByText('No camera? Use a pairing code').click()
    await page.getByRole('textbox', { name: 'Phone number with country code' }).fill('+1 555 000 1111')
    await page.getByRole('button', { name: 'Get a pairing code' }).click()
    const code = (await page.getByLabel('Pairing code', { exact: true }).textContent()) ?? ''
    await barriers('page-pairing')
    whatsapp.enterCode(code.replace(/[^A-Z0-9]/g, ''), SHOP)
    await page.getByText('Connected as Padaria Sol').first().waitFor()
    const { items } = await panel.omni.panel.conversations.list({})
    expect(items).toHaveLength(1)
  })

  it('goes over to an Evolution server and back from its page, and keeps its conversations', async () => {
    const evolution = await startEvolutionServer()
    await page.getByRole('button', { name: 'Switch to WhatsApp (Evolution API)' }).click()
    await page.getByRole('textbox', { name: 'Server address' }).fill(evolution.url)
    await page.getByRole('button', { name: 'Switch to WhatsApp (Evolution API)' }).click()
    await page.getByText('This is needed.').waitFor()
    await page.getByLabel('API key').fill(evolution.apiKey)
    await barriers('page-switch')
    await page.getByRole('button', { name: 'Switch to WhatsApp (Evolution API)' }).click()
    await page.getByText('This account is reached by: WhatsApp (Evolution API).').waitFor()
    await page.getByRole('button', { name: 'Switch to WhatsApp (scan with your phone)' }).click()
    await page.getByRole('button', { name: 'Switch to WhatsApp (scan with your phone)' }).click()
    await page.getByText('This account is reached by: WhatsApp (scan with your phone).').waitFor()
    expect((await panel.omni.panel.conversations.list({})).items).toHaveLength(1)
    await evolution.stop()
  })
})
