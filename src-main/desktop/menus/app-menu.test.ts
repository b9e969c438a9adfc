import type { MenuItemConstructorOptions } from 'electron'
import { afterEach, describe, expect, it } from 'vitest'
import { speak } from '../words.ts'
import { appMenu } from './app-menu.ts'

const actions = { openPage: () => undefined, zoom: () => undefined, quit: () => undefined }

/** Every item of the menu and of those within it. */
function all(items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? all(item.submenu) : [])])
}

afterEach(() => speak('en', []))

describe.each(['linux', 'win32', 'darwin'] as const)('the menu on %s', (platform) => {
  it('has a word for everything that is seen, in the language of the panel', async () => {
    await speak('pt-BR', [])
    const items = all(appMenu(actions, platform, true)).filter(({ type }) => type !== 'separator')
    for (const { label } of items) expect(label).toMatch(/\S/)
    expect(items.map(({ label }) => label)).toEqual(expect.arrayContaining(['Editar', 'Copiar', 'Configurações…', 'Sair do Omni']))
  })

  it('gives each key to one thing', () => {
    const keys = all(appMenu(actions, platform, true)).flatMap(({ accelerator }) => (accelerator === undefined ? [] : [accelerator]))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('has developer tools for developers alone', () => {
    const hasTools = (isDeveloped: boolean) => all(appMenu(actions, platform, isDeveloped)).some(({ role }) => role === 'toggleDevTools')
    expect([hasTools(true), hasTools(false)]).toEqual([true, false])
  })
})
