import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sharedChromium } from '../support/browser.ts'
import { panelHasData } from '../support/panel.ts'
import { type ProductProcess, startProduct } from '../support/product-process.ts'

/** As on a server: no display, nothing to open a browser with. */
const SERVER = { DISPLAY: undefined, WAYLAND_DISPLAY: undefined, CI: 'true' }

describe('npm start on a machine without a display', () => {
  let folder: string
  let product: ProductProcess
  let page: Page | null = null
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'omni-start-'))
  })
  afterEach(async () => {
    await page?.context().close()
    page = null
    product.kill('SIGKILL')
    await product.exited
    rmSync(folder, { recursive: true, force: true })
  })
  const start = (args: string[]): void => {
    product = startProduct('tools/start.ts', args, { ...SERVER, OMNI_DATA_DIR: folder, OMNI_PORT: '0' })
  }

  it.skipIf(process.platform !== 'linux')('says so in one line and serves the same panel to a browser', async () => {
    start([])
    const link = (await product.printed(/link.*: (http:\S+)/))[1] ?? ''
    expect(product.output()).toMatch(/^There is no display here: serving the panel to a browser instead\.$/m)
    page = await (await sharedChromium()).newPage()
    await page.goto(link)
    await panelHasData(page)
  })

  it('says nothing of the desktop with --headless, and passes arguments on', async () => {
    start(['--headless', '--host', 'localhost'])
    await product.printed(/running at/)
    expect(product.output()).not.toContain('instead')
  })

  it('keeps the exit code of the host, and leaves no port open', async () => {
    start(['--headless'])
    const address = (await product.printed(/running at (http:\S+)/))[1] ?? ''
    product.kill('SIGINT')
    expect(await product.exited).toEqual({ code: 0, signal: null })
    await expect(fetch(`${address}/health`)).rejects.toThrow()
    start(['--headless', '--port', 'eighty'])
    expect((await product.exited).code).toBe(1)
  })
})
