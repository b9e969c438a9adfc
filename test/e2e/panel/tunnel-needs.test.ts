/** What the tunnel needs a person for, where a person sees it: at the switch, and on Home. */
import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { accounts } from '../../../src-renderer/i18n/en/accounts.ts'
import { home } from '../../../src-renderer/i18n/en/home.ts'
import { tunnel } from '../../../src-renderer/i18n/en/tunnel.ts'
import { findBarriers } from '../../support/axe.ts'
import { freePort } from '../../support/free-port.ts'
import { goTo, type Panel } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { createPigeonLoft, RING, SIGNATURE_HEADER, signed } from '../../support/pigeon-channel.ts'
import { playTunnel } from '../../support/played-tunnel.ts'
import { startSshd, type TestSshd } from '../../support/sshd.ts'

const played = playTunnel()
let panel: Panel
let page: Page
panelForAll(
  async (opened) => {
    panel = opened
    page = opened.page
    await opened.omni.panel.instances.create({
      name: 'roof',
      displayName: 'Roof',
      channel: 'pigeon' as never,
      settings: { loft: 'Roof', speed: 'fast' },
      secrets: { ring: RING },
    })
  },
  () => ({ drivers: [createPigeonLoft({ isPasted: true }).driver], tunnelProviders: [played.provider] }),
)

const status = () => panel.omni.panel.tunnel.status()
const settings = () => page.goto(`${panel.omni.url}/#/settings/tunnel`)
const part = () => page.getByRole('region', { name: tunnel.title })
const attention = () => page.getByRole('region', { name: home.attention })

describe('a token that is not accepted', () => {
  it('needs a person, on Home and at the switch, until the right one is there', async () => {
    await settings()
    await page.getByLabel('Token').fill('wrong-token')
    await part().getByRole('switch').press('Space')
    await part().getByText(tunnel.state_failed).waitFor()
    await part().getByRole('alert').getByText('The token is not accepted.').waitFor()
    expect(await findBarriers(page)).toEqual([])
    await goTo(page, 'Home')
    await attention().getByText('The token is not accepted.').waitFor()
    await attention().getByRole('link', { name: home.solve_tunnel_failed }).click()
    await page.getByLabel('Token').fill('right-token')
    await page.getByRole('button', { name: 'Save' }).click()
    await part().getByText('Reachable', { exact: true }).waitFor()
    await goTo(page, 'Home')
    await attention().waitFor()
    await attention().getByText('The token is not accepted.').waitFor({ state: 'detached' })
  })
})

describe('a plan', () => {
  it('is shown as it is used up, and told on Home from four fifths on', async () => {
    await settings()
    await part().getByText('Reachable', { exact: true }).waitFor()
    played.tellQuota(12_000, 20_000)
    await part().getByRole('progressbar', { name: '12,000 of 20,000 used (requests)' }).waitFor()
    expect(
      await part()
        .getByText(/of what the plan allows/)
        .count(),
    ).toBe(0)
    played.tellQuota(17_000, 20_000)
    await part().getByText('85 % of what the plan allows is used (requests).').waitFor()
    await goTo(page, 'Home')
    await attention().getByText('85 % of what the plan allows is used (requests).').waitFor()
    played.tellQuota(10, 20_000)
    await attention()
      .getByText(/of what the plan allows/)
      .waitFor({ state: 'detached' })
  })
})

describe('the platforms that only a person can tell the address', () => {
  it('are listed with the field, the address to copy, and its QR code', async () => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: panel.omni.url })
    await settings()
    const pastes = page.getByRole('region', { name: tunnel.paste })
    const address = `${(await status()).publicUrl}/webhook/pigeon/roof`
    expect(await pastes.getByRole('textbox', { name: 'Home, under Flights' }).inputValue()).toBe(address)
    await pastes.getByRole('button', { name: 'Copy: Home, under Flights' }).click()
    await pastes.getByRole('button', { name: 'Copied: Home, under Flights' }).waitFor()
    expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(address)
    await pastes.getByRole('button', { name: tunnel.showQr }).click()
    const code = pastes.getByRole('img', { name: 'QR code of the address for Roof' })
    await code.waitFor()
    await pastes.getByRole('button', { name: tunnel.hideQr }).click()
    await code.waitFor({ state: 'detached' })
  })

  it('have to be told again when it changes, until one calls there', async () => {
    await panel.omni.panel.tunnel.save({ providerId: 'played' })
    await part().getByText('The public address has changed: enter the new one at your platforms.').waitFor()
    const { publicUrl } = await status()
    const headers = { 'content-type': 'application/json', [SIGNATURE_HEADER]: signed(Buffer.from('{}')) }
    expect((await fetch(`${publicUrl}/webhook/pigeon/roof`, { method: 'POST', headers, body: '{}' })).status).toBe(200)
    await part()
      .getByText(/has changed/)
      .waitFor({ state: 'detached' })
  })
})

describe('a server of one’s own', () => {
  let sshd: TestSshd
  beforeAll(async () => {
    sshd = await startSshd()
  })
  afterAll(() => sshd.stop())

  it('is asked for with its own fields alone, and its key keeps its lines', async () => {
    await settings()
    await page.getByRole('radio', { name: /^SSH/ }).click()
    await page.getByRole('combobox', { name: 'Which server' }).click()
    await page.getByRole('option', { name: 'A public service that says the address' }).click()
    await page.getByLabel('Password').waitFor({ state: 'detached' })
    expect(await page.getByRole('textbox', { name: 'Public address' }).count()).toBe(0)
    await page.getByRole('combobox', { name: 'Which server' }).click()
    await page.getByRole('option', { name: 'My own server' }).click()
    await page.getByLabel('SSH server').fill(sshd.host)
    await page.getByLabel('SSH port').fill(String(sshd.port))
    await page.getByLabel('Passphrase of the key').fill('of no key')
    await page.getByLabel('Private key').fill(sshd.privateKey)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText(accounts.wizard.fieldRequired).first().waitFor()
    await page.getByRole('textbox', { name: 'User' }).fill(sshd.user)
    const port = await freePort()
    await page.getByRole('textbox', { name: 'Public address' }).fill(`http://127.0.0.1:${port}`)
    await page.getByRole('textbox', { name: 'Port on the server' }).fill(String(port))
    await page.getByRole('button', { name: 'Save' }).click()
    await part().getByText('Reachable', { exact: true }).waitFor()
    expect(await findBarriers(page)).toEqual([])
  })

  it('forgets a saved secret that is removed', async () => {
    const saved = async () => (await panel.omni.panel.tunnel.setup()).hasSecrets['ssh']
    expect(await saved()).toMatchObject({ passphrase: true, privateKey: true })
    await page.getByRole('checkbox', { name: `${accounts.secretRemove}: Passphrase of the key` }).check()
    await page.getByRole('button', { name: 'Save' }).click()
    await expect.poll(saved).toMatchObject({ passphrase: false, privateKey: true })
    await part().getByText('Reachable', { exact: true }).waitFor()
  })

  it('that shows another key is trusted only by whoever types its name', async () => {
    await sshd.goAway()
    sshd.changeKey()
    await sshd.comeBack()
    await part().getByText(tunnel.state_failed).waitFor()
    await part()
      .getByRole('alert')
      .getByText(/shows another key than before/)
      .waitFor()
    await part().getByRole('button', { name: tunnel.trustKey }).click()
    const dialog = page.getByRole('dialog', { name: tunnel.trustTitle })
    const { message } = await status()
    const fingerprint = /SHA256:[\w+/]+/.exec(message ?? '')?.[0] ?? 'none'
    await dialog.getByText(fingerprint).waitFor()
    const trust = dialog.getByRole('button', { name: tunnel.trustKey })
    expect(await trust.isDisabled()).toBe(true)
    expect(await findBarriers(page)).toEqual([])
    await dialog.getByRole('textbox').fill(`${sshd.host}:${sshd.port}`)
    await trust.click()
    await dialog.waitFor({ state: 'detached' })
    await part().getByText('Reachable', { exact: true }).waitFor()
  })
})
