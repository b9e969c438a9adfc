/** The one switch: on, the address seen and copied, off. The owner's own address leads to a proxy on this computer. */
import { createServer, request, type Server } from 'node:http'
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { goTo, type Panel, wideElements } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'

describe('the switch "Reachable from the internet"', () => {
  let panel: Panel
  let page: Page
  let port: number
  let proxy: Server
  let url: string
  panelForAll((opened) => {
    panel = opened
    page = opened.page
  })
  beforeAll(async () => {
    port = await freePort()
    proxy = createServer((incoming, answer) => {
      const { url: path, method, headers } = incoming
      const onward = request({ host: '127.0.0.1', port, path, method, headers }, (got) => {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
      })
      onward.on('error', () => answer.writeHead(502).end())
      incoming.pipe(onward)
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    const address = proxy.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    await panel.omni.panel.instances.create({ name: 'try-it', channel: 'simulator' })
    await page.goto(`${panel.omni.url}/#/`)
    await page.reload()
  })
  afterAll(() => {
    proxy.closeAllConnections()
    proxy.close()
  })

  const part = () => page.getByRole('region', { name: 'Reachable from the internet' })
  const theSwitch = () => part().getByRole('switch', { name: 'Reachable from the internet' })

  it('is off on Home, says what is missing when it is switched on, and leads to where that is set up', async () => {
    await part().getByText('Off', { exact: true }).waitFor()
    await theSwitch().press('Space')
    await page.getByRole('alert').getByRole('button', { name: 'Set it up' }).click()
    await page.getByRole('radio', { name: /^My own address/ }).waitFor()
    expect(await theSwitch().isChecked()).toBe(false)
  })

  it('says what is wrong at the field, whoever found it', async () => {
    await page.getByRole('radio', { name: /^My own address/ }).click()
    await theSwitch().press('Space')
    await page.getByText('This is needed.').waitFor()
    await page.getByRole('textbox', { name: 'Public address' }).fill('http://hooks.shop.example')
    await theSwitch().press('Space')
    await page.getByText('The public address must begin with https://.').waitFor()
    await expect.poll(() => page.getByRole('textbox', { name: 'Public address' }).getAttribute('aria-invalid')).toBe('true')
    expect(await theSwitch().isChecked()).toBe(false)
  })

  it('saves what was typed and opens it, and shows the address to copy and to scan', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: panel.omni.url })
    await page.getByRole('textbox', { name: 'Public address' }).fill(url)
    await page.getByRole('textbox', { name: 'Port on this computer' }).fill(String(port))
    await theSwitch().press('Space')
    await part().getByText('Open, but only this computer reaches it', { exact: true }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Address in use' }).inputValue()).toBe(url)
    await page.getByRole('img', { name: 'QR code of the public address' }).waitFor()
    await page.getByRole('button', { name: 'Copy: Address in use' }).click()
    await page.getByRole('button', { name: 'Copied: Address in use' }).waitFor()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(url)
  })

  it('shows what comes in as it comes, and fits a small window', async () => {
    await fetch(`${url}/webhook/evolution/nobody`, { method: 'POST' })
    await page.getByRole('region', { name: 'What comes in' }).getByText('POST /webhook/evolution/nobody').waitFor()
    await page.setViewportSize({ width: 1024, height: 640 })
    expect(await wideElements(page)).toEqual([])
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it('is switched off on Home, and nothing answers any more', async () => {
    await goTo(page, 'Home')
    await part().getByText('Open, but only this computer reaches it', { exact: true }).waitFor()
    await theSwitch().press('Space')
    await part().getByText('Off', { exact: true }).waitFor()
    expect((await fetch(`${url}/webhook/evolution/nobody`, { method: 'POST' })).status).toBe(502)
  })
})
