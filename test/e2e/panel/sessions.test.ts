import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '../../support/free-port.ts'
import { openPanel, type Panel, panelIsUp } from '../../support/panel.ts'

let panel: Panel
let page: Page
beforeAll(async () => {
  panel = await openPanel({ env: { OMNI_PORT: String(await freePort()) } })
  page = panel.page
})
afterAll(() => panel.close())

it('goes on in another window, after a reload and when the hub was restarted, and leaves no key in the address', async () => {
  expect(new URL(page.url()).hash).not.toContain('panel=')
  await page.reload()
  await panelIsUp(page)
  const second = await panel.openWindow('/settings/sessions')
  await second.getByText('(this one)').waitFor()
  await panel.omni.restart()
  await second.reload()
  await second.getByText('(this one)').waitFor()
  await second.close()
  await panelIsUp(page)
  panel.forgive(/ERR_CONNECTION|WebSocket|Failed to load/)
})

it('opens nothing for who listens at another port, to which the browser sends its cookie', async () => {
  const heard: string[] = []
  const elsewhere = createServer((request, response) => {
    heard.push(`${request.url} ${request.headers.cookie ?? ''}`)
    response.setHeader('content-type', 'text/html').end('<title>Elsewhere</title><script>document.title = localStorage.length</script>')
  })
  elsewhere.listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  const window = await panel.openWindow()
  await panelIsUp(window)
  const { origin } = new URL(panel.omni.url)
  await window.evaluate(`window.location.assign("http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/")`)
  await expect.poll(() => window.title()).toBe('0')
  await window.close()
  elsewhere.closeAllConnections()
  elsewhere.close()
  const cookie = /omni_session_\d+=[\w-]+/.exec(heard.join('\n'))?.[0] ?? ''
  expect(cookie).not.toBe('')
  expect((await fetch(origin, { headers: { cookie } })).status).toBe(200)
  expect((await fetch(`${origin}/rpc`, { headers: { cookie } })).status).toBe(401)
})

it('shows the browsers that are signed in, and signs out another and this one', async () => {
  const other = await panel.openStranger({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1' })
  await other.goto(await panel.omni.hub.createLoginLink())
  await panelIsUp(other)
  await page.goto(`${panel.omni.url}/#/settings/sessions`)
  const list = page.getByRole('list', { name: 'Signed-in browsers' })
  await list.getByText('(this one)').waitFor()
  expect(await list.getByRole('listitem').count()).toBe(2)

  await list.getByRole('button', { name: 'Sign out Safari · iPhone' }).click()
  await other.getByRole('heading', { name: 'Open the panel with the link printed by the app' }).waitFor()
  await expect.poll(() => list.getByRole('listitem').count()).toBe(1)

  await list.getByRole('button', { name: 'Sign out here' }).click()
  await page.getByRole('heading', { name: 'Open Omni with its link' }).waitFor()
  panel.forgive(/401/)
})
