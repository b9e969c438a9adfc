import type { Locator, Page } from 'playwright'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { accounts } from '../../../src-renderer/i18n/pt-BR/accounts.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { settled, wideElements } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

let evolution: FakeEvolution
let page: Page
beforeEach(async () => {
  evolution = await startEvolutionServer({ acknowledgesSends: true })
})
afterEach(() => evolution.stop())
panelForEach(
  (opened) => {
    page = opened.page
  },
  // The language with the longest words.
  () => ({ context: { locale: 'pt-BR' } }),
)

interface Places {
  title: { x: number; y: number }
  progress: { x: number; y: number }
  /** The right end of the way on, and its middle; null where the choices themselves lead on. */
  wayOn: { right: number; middle: number } | null
}

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox()
  if (box === null) throw new Error(`Nothing is drawn of ${locator}.`)
  return { x: Math.round(box.x), y: Math.round(box.y), right: Math.round(box.x + box.width), middle: Math.round(box.y + box.height / 2) }
}

async function placesOf(title: string): Promise<Places> {
  const heading = page.getByRole('heading', { level: 1, name: title })
  await heading.waitFor()
  await settled(page)
  expect(await wideElements(page)).toEqual([])
  const { x, y } = await boxOf(heading)
  const progress = await boxOf(page.getByRole('navigation', { name: accounts.wizard.progress }))
  // What stands beside the progress does not reach into it.
  const startOver = page.getByRole('button', { name: accounts.wizard.startOver })
  if (await startOver.isVisible()) expect((await boxOf(startOver)).x).toBeGreaterThan(progress.right)
  const buttons = page.getByRole('main').locator('footer').getByRole('button')
  const last = (await buttons.count()) === 0 ? null : await boxOf(buttons.last())
  return {
    title: { x, y },
    progress: { x: progress.x, y: progress.y },
    wayOn: last && { right: last.right, middle: last.middle },
  }
}

for (const size of [
  { width: 1024, height: 640 },
  { width: 1440, height: 900 },
]) {
  it(`has its title, its progress and its way on in one place on every screen, at ${size.width}×${size.height}`, async () => {
    await page.setViewportSize(size)
    const next = (): Promise<void> => page.getByRole('button', { name: 'Continuar' }).click()
    const places = [await placesOf(accounts.wizard.channelTitle)]
    await page.getByRole('button', { name: /^WhatsApp \(pela Evolution API\)/ }).click()
    places.push(await placesOf(accounts.wizard.nameTitle))
    await page.getByRole('textbox', { name: accounts.wizard.nameLabel, exact: true }).fill('sol-bakery')
    await next()
    places.push(await placesOf(accounts.wizard.connectTitle))
    await page.getByRole('textbox', { name: 'Endereço do servidor' }).fill(evolution.url)
    await page.getByLabel('Chave da API').fill(evolution.apiKey)
    await next()
    await page.getByRole('img', { name: accounts.qrAlt }).waitFor()
    places.push(await placesOf(accounts.wizard.linkTitle))
    evolution.scan('sol-bakery', '5511987650000', 'Padaria Sol')
    await page.getByRole('heading', { name: /^Conectada como/ }).waitFor()
    places.push(await placesOf(accounts.wizard.linkTitle))
    await next()
    places.push(await placesOf(accounts.wizard.agentTitle))
    await page.getByRole('checkbox').first().check()
    await next()
    places.push(await placesOf(accounts.wizard.startTitle))
    const [first] = places
    for (const { title, progress } of places) expect({ title, progress }).toEqual({ title: first?.title, progress: first?.progress })
    const waysOn = places.flatMap(({ wayOn }) => (wayOn === null ? [] : [wayOn]))
    expect(waysOn).toHaveLength(places.length - 1)
    for (const wayOn of waysOn) expect(wayOn).toEqual(waysOn[0])
  })
}
