import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { openPanel, type Panel, settled, wideElements } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

describe('the shell', () => {
  let panel: Panel
  let page: Page
  panelForEach(async (opened) => {
    panel = opened
    page = opened.page
    await panel.omni.panel.instances.create({ name: 'try-it', channel: 'simulator' })
    await page.getByRole('status', { name: 'Connection status' }).getByText('1 of 1 connected').waitFor()
  })

  const heading = (name: string): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor()
  const palette = () => page.getByRole('dialog', { name: 'Search and commands' })

  it('goes anywhere by the palette, with the keyboard alone', async () => {
    await page.keyboard.press('Control+k')
    await palette().waitFor()
    await page.keyboard.type('sett')
    await palette().getByRole('option', { name: 'Settings' }).waitFor()
    await page.keyboard.press('Enter')
    await heading('Settings')
    await palette().waitFor({ state: 'hidden' })
  })

  it('finds a person by name in the palette', async () => {
    const { id } = await panel.omni.panel.simulator.open({ instanceName: 'try-it', customerName: 'Mariana' })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('maria')
    await palette()
      .getByRole('option', { name: /^Mariana/ })
      .click()
    await page.waitForURL(`**/#/conversations/${id}`)
  })

  it('offers nobody by what was typed before: Enter goes where the words typed now lead', async () => {
    await panel.omni.panel.simulator.open({ instanceName: 'try-it', customerName: 'Sebastian' })
    await page.keyboard.press('Control+k')
    await page.keyboard.type('s')
    await palette()
      .getByRole('option', { name: /^Sebastian/ })
      .waitFor()
    await page.keyboard.type('ett')
    await page.keyboard.press('Enter')
    await heading('Settings')
  })

  it('pauses an account from the palette', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('pause try')
    await palette().getByRole('option', { name: 'Pause try-it: stop answering' }).waitFor()
    await page.keyboard.press('Enter')
    await expect.poll(async () => (await panel.omni.panel.instances.get({ name: 'try-it' })).isActive).toBe(false)
  })

  it('goes to a page by its keys, and shows all keys for a question mark, but not while typing', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('i')
    await heading('Accounts')
    await page.keyboard.press('?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await help.getByText('Search or run a command').waitFor()
    await page.keyboard.press('Escape')
    await help.waitFor({ state: 'hidden' })
    await page.goto(`${panel.omni.url}/#/traces`)
    const search = page.getByRole('searchbox')
    await search.fill('')
    await search.pressSequentially('g i?')
    expect(await search.inputValue()).toBe('g i?')
    await heading('Traces')
  })

  it('folds the sidebar where the window is narrow, until it is told otherwise, which is kept', async () => {
    const expand = page.getByRole('button', { name: 'Expand the sidebar' })
    const collapse = page.getByRole('button', { name: 'Collapse the sidebar' })
    await collapse.waitFor()
    await page.setViewportSize({ width: 1024, height: 640 })
    await expand.waitFor()
    // Its pages keep their names.
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Traces' }).waitFor()
    await page.keyboard.press('[')
    await collapse.waitFor()
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.keyboard.press('[')
    await expand.waitFor()
    await page.reload()
    await expand.waitFor()
  })

  it('asks about unsaved changes before it leaves a page, and saves them if told to', async () => {
    await page.goto(`${panel.omni.url}/#/instances/try-it/behaviour`)
    const text = page.getByRole('textbox', { name: 'It takes too long' })
    await text.fill('One moment, please.')
    const dialog = page.getByRole('dialog', { name: 'Your changes are not saved yet' })
    await page.goBack()
    await dialog.getByRole('button', { name: 'Stay here' }).click()
    await dialog.waitFor({ state: 'hidden' })
    expect(await text.inputValue()).toBe('One moment, please.')

    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
    await dialog.getByRole('button', { name: 'Save and go on' }).click()
    await heading('Home')
    expect((await panel.omni.panel.instances.get({ name: 'try-it' })).behaviour.fallback.timeout).toBe('One moment, please.')
  })

  it('takes back a rule that was removed', async () => {
    await panel.omni.panel.access.create({ instanceName: null, pattern: '15550001111', type: 'block' })
    await page.goto(`${panel.omni.url}/#/access`)
    await page.getByRole('button', { name: 'Remove the rule for 15550001111' }).click()
    await page.getByText('There are no rules yet.').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('table', { name: 'Rules' }).waitFor()
    expect(await panel.omni.panel.access.list({})).toMatchObject([{ pattern: '15550001111', type: 'block', instanceName: null }])
  })
})

describe('a small window', () => {
  it.each(['en-US', 'pt-BR', 'es-ES'])('is neither scrolled sideways nor cuts a button off, in %s', async (locale) => {
    const panel = await openPanel({ context: { locale, viewport: { width: 1024, height: 640 } } })
    const { page, omni } = panel
    await omni.panel.instances.create({ name: 'try-it', channel: 'simulator' })
    const sections = ['connection', 'agent', 'routing', 'answers', 'behaviour', 'access', 'webhook', 'danger']
    for (const path of [
      '/',
      '/conversations',
      '/instances',
      '/instances/new',
      ...sections.map((section) => `/instances/try-it/${section}`),
      '/agents',
      '/agents/new',
      '/access',
      '/traces',
      '/playground',
      '/playground/examples',
      '/playground/replay',
      ...['appearance', 'notifications', 'security', 'api-keys', 'sessions', 'storage', 'logs', 'about'].map(
        (section) => `/settings/${section}`,
      ),
    ]) {
      await page.goto(`${omni.url}/#${path}`)
      await page.locator('main').getByRole('heading').first().waitFor()
      await settled(page)
      expect(await wideElements(page), path).toEqual([])
    }
    await panel.close()
  })
})

describe('the language of the panel', () => {
  it('is that of the system until another is chosen, which is kept', async () => {
    const panel = await openPanel()
    const page = await panel.openStranger({ locale: 'pt-BR' })
    await page.goto(await panel.omni.hub.createLoginLink())
    await page.getByRole('heading', { level: 1, name: 'O que você quer conectar?' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('pt-BR')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('espanol')
    await page.getByRole('option', { name: /Español/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { level: 1, name: '¿Qué quieres conectar?' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { level: 1, name: '¿Qué quieres conectar?' }).waitFor()
    await panel.close()
  })
})
