/** Settings, Security: the recovery phrase is shown, printed, proved, and then not shown any more. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { type Panel, settled } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

const PICTURES = process.env['SECURITY_PICTURES']

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await settled(page)
  await page.screenshot({ path: join(PICTURES, `${name}.png`) })
}

async function toSecurity(page: Page): Promise<void> {
  await page.evaluate(`location.hash = '#/settings/security'`)
  await page.getByRole('region', { name: 'Recovery phrase' }).waitFor()
}

/** What is on the paper: the words in their order, from the screen. */
async function writeDown(page: Page): Promise<string[]> {
  await page.getByRole('button', { name: 'Show the words' }).click()
  const words = page.getByRole('list', { name: 'The 24 words, in their order' }).getByRole('listitem')
  await words.nth(23).waitFor()
  return words.allTextContents()
}

async function prove(page: Page, paper: string[]): Promise<void> {
  for (const field of await page.getByRole('textbox', { name: /^Word \d+$/ }).all()) {
    const label =
      (await field.evaluate((input) => (input as unknown as { labels: { textContent: string }[] }).labels[0]?.textContent)) ?? ''
    await field.fill(paper[Number(label.slice(5)) - 1] ?? '')
  }
  await page.getByRole('button', { name: 'Confirm' }).click()
}

describe('the recovery phrase', () => {
  let panel: Panel
  let page: Page
  panelForEach((opened) => {
    panel = opened
    page = opened.page
  })
  const hub = () => panel.omni.panel

  it('is shown until two of its words are proved, and not shown after', async () => {
    await toSecurity(page)
    const part = page.getByRole('region', { name: 'Recovery phrase' })
    await picture(page, 'before')
    const paper = await writeDown(page)
    expect(paper).toEqual((await hub().recoveryPhrase.show()).words)
    await picture(page, 'shown')
    expect(await findBarriers(page)).toEqual([])
    await picture(page, 'shown-dark')

    await page.getByRole('button', { name: 'I have written them down' }).click()
    expect(await page.getByText(paper[0] ?? '', { exact: true }).count()).toBe(0)
    expect(await page.getByText(paper[23] ?? '', { exact: true }).count()).toBe(0)
    await prove(page, paper.toReversed())
    await page.getByText(/^This is not word \d+ of the recovery phrase\.$/).waitFor()
    await picture(page, 'refused')
    await page.getByRole('button', { name: 'Show the words again' }).click()
    await page.getByRole('button', { name: 'I have written them down' }).click()
    await prove(page, paper)
    await part.getByText(/^Written down and confirmed on /).waitFor()
    await picture(page, 'confirmed')
    await page.reload()
    await part.getByText(/^Written down and confirmed on /).waitFor()
    expect(await page.getByRole('button', { name: 'Show the words' }).count()).toBe(0)
    await expect(hub().recoveryPhrase.show()).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })

  it('is printed alone, with the computer, the day, and what it is for', async () => {
    await toSecurity(page)
    const paper = await writeDown(page)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    // biome-ignore lint/performance/useDomNodeTextContent: what is printed is decided by the layout.
    const seen = (await page.locator('body').innerText()).split('\n').filter((line) => line.trim() !== '')
    const { computer } = await hub().recoveryPhrase.get()
    expect(seen).toEqual([
      'Recovery phrase of Omni Desktop',
      `Computer: ${computer}`,
      expect.stringMatching(/^Date: /),
      ...paper,
      expect.stringMatching(/^With these 24 words/),
    ])
    if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, 'print.png') })
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1)
  })

  it('is asked for on Home: in the checklist, and without one among what needs attention', async () => {
    const entries = async () => (await hub().system.home()).attention.map(({ kind }) => kind)
    expect(await entries()).toEqual([])
    await hub().setup.endFirstRun()
    await page.evaluate(`location.hash = '#/'`)
    await page.getByRole('region', { name: 'Getting started' }).getByRole('link', { name: 'Write down' }).click()
    await page.getByRole('region', { name: 'Recovery phrase' }).waitFor()
    await hub().setup.hideChecklist()
    expect(await entries()).toEqual(['recovery_phrase'])
    await page.evaluate(`location.hash = '#/'`)
    await page.getByRole('region', { name: 'Needs attention' }).getByRole('link', { name: 'Write it down' }).click()
    const paper = await writeDown(page)
    await page.getByRole('button', { name: 'I have written them down' }).click()
    await prove(page, paper)
    await page.getByText(/^Written down and confirmed on /).waitFor()
    expect(await entries()).toEqual([])
  })

  it('is replaced by another one behind a confirmation, and that one is to be written down', async () => {
    const { words } = await hub().recoveryPhrase.show()
    await hub().recoveryPhrase.confirm({ answers: [1, 2].map((position) => ({ position, word: words[position - 1] ?? '' })) })
    await toSecurity(page)
    await page.getByRole('button', { name: 'Make a new phrase' }).click()
    const asked = page.getByRole('dialog')
    await asked.getByRole('textbox').fill('new phrase')
    await asked.getByRole('button', { name: 'Make a new phrase' }).click()
    await asked.waitFor({ state: 'detached' })
    expect(await writeDown(page)).not.toEqual(words)
  })
})

describe('the recovery phrase in Portuguese', () => {
  let page: Page
  panelForEach(
    (opened) => {
      page = opened.page
    },
    () => ({ context: { locale: 'pt-BR' } }),
  )

  it('fits a small window', async () => {
    await page.setViewportSize({ width: 720, height: 640 })
    await page.evaluate(`location.hash = '#/settings/security'`)
    await page.getByRole('button', { name: 'Mostrar as palavras' }).click()
    await page.getByRole('list', { name: 'As 24 palavras, na ordem' }).waitFor()
    expect(await page.evaluate('document.documentElement.scrollWidth > innerWidth')).toBe(false)
    await picture(page, 'small-pt-BR')
  })
})
