/** What a designer would object to: measured in the smallest window with the longest words, and in the largest. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sendFile } from '../../support/attach.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { watchLive } from '../../support/hub.ts'
import { pngOf } from '../../support/media.ts'
import { openPanel, type Panel, settled, wideElements } from '../../support/panel.ts'
import { connectShop } from '../../support/shop.ts'

const SMALL = { width: 1024, height: 640 }
const USUAL = { width: 1440, height: 900 }
const LARGE = { width: 1920, height: 1080 }
const NAME = 'Padaria e Confeitaria Sol'
const PERSON = 'Maria Aparecida Fernandes'

let evolution: FakeEvolution
let panel: Panel
let page: Page
let photoId: string

beforeAll(async () => {
  evolution = await startEvolutionServer({ acknowledgesSends: true })
  panel = await openPanel({ context: { locale: 'pt-BR' } })
  page = panel.page
  const hub = panel.omni.panel
  const names = [NAME, 'Orçamentos e encomendas', 'Café da Praça']
  for (const [index, displayName] of names.entries())
    await connectShop(hub, evolution, `shop-${index}`, { displayName, number: `551198765000${index}`, isAnswering: index !== 1 })
  const live = await watchLive(hub)
  for (const [index, name] of [PERSON, 'João', 'Conceição de Almeida'].entries()) {
    await evolution.deliverInbound(`shop-${index}`, {
      from: `551190000000${index}`,
      name,
      text: 'Vocês fazem bolo de cenoura para sábado?',
    })
    await live.untilTrace((trace) => trace.contactName === name && trace.completedAt !== null)
  }
  live.stop()
  const { items } = await hub.conversations.list({})
  photoId = items.find(({ name }) => name === PERSON)?.id ?? ''
  await hub.conversations.takeOver({ conversationId: photoId, by: 'Sofia', minutes: 30 })
  // Taller than any window, and wider.
  await sendFile(hub, photoId, 'alto.png', pngOf(400, 2400, [250, 214, 165], [214, 93, 66]), 'Assim?')
  await sendFile(hub, photoId, 'largo.png', pngOf(2400, 300, [250, 214, 165], [214, 93, 66]), 'Ou assim?')
})
afterAll(async () => {
  await panel.close()
  await evolution.stop()
})

const PAGES = [
  '/',
  '/conversations',
  '/instances',
  '/instances/shop-1',
  '/agents',
  '/access',
  '/traces',
  '/playground',
  '/settings/storage',
  '/settings/tunnel',
]

async function open(path: string, size: { width: number; height: number }): Promise<void> {
  await page.setViewportSize(size)
  await page.goto(`${panel.omni.url}/#${path}`)
  await page.getByRole('main').getByRole('heading', { level: 1 }).first().waitFor()
  await settled(page)
}

const overlaps = (): Promise<string[]> => page.evaluate(() => (globalThis as unknown as { overlaps(): string[] }).overlaps())
const cutNames = (names: string[]): Promise<string[]> =>
  page.evaluate((all) => (globalThis as unknown as { cutTexts(texts: string[]): string[] }).cutTexts(all), names)

it('lets nothing overlap, and nothing scroll sideways, at 1024 in Portuguese', async () => {
  for (const path of [...PAGES, `/conversations/${photoId}`]) {
    await open(path, SMALL)
    expect(await wideElements(page), path).toEqual([])
    expect(await overlaps(), path).toEqual([])
  }
})

it('cuts no name of a person or an account at 1440', async () => {
  for (const path of ['/', '/conversations', `/conversations/${photoId}`, '/instances', '/traces']) {
    await open(path, USUAL)
    await page.getByText(NAME).first().waitFor()
    expect(await cutNames([NAME, PERSON]), path).toEqual([])
  }
})

it('uses the width of 1920: no page leaves a third of it empty', async () => {
  for (const path of PAGES) {
    await open(path, LARGE)
    const used = await page.evaluate(() => (globalThis as unknown as { usedWidth(): number }).usedWidth())
    expect(used, path).toBeGreaterThan(2 / 3)
  }
})

it('has no scrollbar in a picture, neither in its bubble nor large', async () => {
  for (const size of [SMALL, USUAL]) {
    await open(`/conversations/${photoId}`, size)
    const photos = page.getByRole('button', { name: 'Abrir a foto em tamanho grande' })
    await expect.poll(() => photos.count()).toBe(2)
    for (const index of [0, 1]) {
      await photos.nth(index).locator('img').waitFor()
      expect(
        await photos.nth(index).evaluate((element) => (globalThis as unknown as { scrollers(of: unknown): string[] }).scrollers(element)),
      ).toEqual([])
      await photos.nth(index).click()
      const dialog = page.getByRole('dialog')
      await dialog.locator('img').waitFor()
      await settled(page)
      expect(
        await dialog.evaluate((element) => (globalThis as unknown as { scrollers(of: unknown): string[] }).scrollers(element)),
      ).toEqual([])
      const box = await dialog.locator('img').boundingBox()
      expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 9999) <= size.height).toBe(true)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    }
  }
})
