import type { Page } from 'playwright'
import { describe, expect, it } from 'vitest'
import { bubblesOf, goTo, type Panel } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { createPigeonLoft, RING, SIGNATURE_HEADER, signed } from '../../support/pigeon-channel.ts'

describe('a channel that the panel has never heard of', () => {
  const loft = createPigeonLoft()
  let panel: Panel
  let page: Page
  panelForAll(
    (opened) => {
      panel = opened
      page = opened.page
    },
    () => ({ drivers: [loft.driver] }),
  )

  const asks = (question: string): Promise<void> => page.getByRole('heading', { level: 1, name: question }).waitFor()
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()

  it('is connected by the form that it declares, says why it cannot, and answers its first customer', async () => {
    await page.getByRole('button', { name: /^Carrier pigeons/ }).click()
    await asks('Give it a name')
    expect(await page.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toBe('Pigeons')
    await next()
    await asks('Where is the account?')
    await next()
    expect(await page.getByText('This is needed.').count()).toBe(3)
    await page.getByRole('textbox', { name: 'Loft' }).fill('North tower')
    await page.getByRole('combobox', { name: 'Speed' }).click()
    await page.getByRole('option', { name: 'Fast' }).click()
    await page.getByLabel('Ring').fill('stolen')
    await page.getByRole('button', { name: 'Advanced' }).click()
    await page.getByRole('switch', { name: 'They are hungry' }).press('Space')
    await next()
    await page.getByRole('alert').getByText('The ring does not belong to this loft.').waitFor()

    await page.getByRole('button', { name: 'Back' }).click()
    expect(await page.getByRole('textbox', { name: 'Loft' }).inputValue()).toBe('North tower')
    await page.getByLabel('Ring').fill(RING)
    await next()
    await page.getByRole('heading', { name: 'Connected as Carrier pigeons' }).waitFor()
    await next()
    await asks('Who answers?')
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('From dawn to dusk.')
    await next()
    await page.getByRole('button', { name: 'Start answering' }).click()
    await page.getByRole('heading', { name: 'Write to North tower' }).waitFor()
    await loft.arrive('pigeons', 'Ann', 'When are you open?')
    await bubblesOf(page, 'House agent').first().waitFor()
    await expect.poll(() => loft.sent.map(({ to }) => to)).toContain('Ann')
    await page.getByText('It works. Your customers are answered like this.').waitFor()
    const { settings } = await panel.omni.panel.instances.get({ name: 'pigeons' })
    expect(settings).toEqual({ loft: 'North tower', speed: 'fast', isHungry: true })
  })

  /** Calls as the platform does. */
  async function post(body: string, headers: Record<string, string>, path = '/webhook/pigeon/pigeons') {
    const response = await fetch(panel.omni.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    })
    return { status: response.status, detail: ((await response.json()) as { detail?: string }).detail }
  }
  const letter = (from: string, text = 'Hello') => JSON.stringify({ from, text })
  const seal = (body: string, ring?: string) => ({ [SIGNATURE_HEADER]: signed(Buffer.from(body), ring) })
  const writers = async () => (await panel.omni.panel.conversations.list({ instanceName: 'pigeons' })).items.map(({ name }) => name)

  it('takes a webhook call that is signed as it declares', async () => {
    const body = letter('Bea')
    expect(await post(body, seal(body))).toEqual({ status: 200, detail: undefined })
    expect(await post(letter('Cy'), seal(letter('Cy')), '/webhooks/pigeon/pigeons')).toEqual({ status: 200, detail: undefined })
    expect(await writers()).toEqual(expect.arrayContaining(['Bea', 'Cy']))
  })

  it('stores nothing of a call that is not, also where the owner does without the secret of others', async () => {
    const body = letter('Mallory')
    const refused = { status: 401, detail: 'The seal of the letter is broken.' }
    const known = await writers()
    for (const acceptsUnsignedWebhooks of [false, true]) {
      await panel.omni.panel.instances.update({ name: 'pigeons', acceptsUnsignedWebhooks })
      expect(await post(body, {}), 'no signature').toEqual(refused)
      expect(await post(body, seal(body, 'stolen')), 'the ring of another').toEqual(refused)
      expect(await post(body.replace('Hello', 'Hellp'), seal(body)), 'one byte changed').toEqual(refused)
      expect(await post(`${body} `, seal(body)), 'one byte more').toEqual(refused)
      expect(await post('{', seal('{}')), 'no JSON').toEqual(refused)
      expect(await post('', seal('')), 'nothing at all').toMatchObject({ status: 400 })
    }
    await panel.omni.panel.instances.update({ name: 'pigeons', acceptsUnsignedWebhooks: false })
    expect(await writers()).toEqual(known)
  })

  it('reads no more than a megabyte before it knows who calls', async () => {
    const body = letter('Dee', 'x'.repeat(1024 * 1024))
    expect(await post(body, seal(body))).toMatchObject({ status: 413 })
    expect(await writers()).not.toContain('Dee')
  })

  it('is not called at the address of another channel, nor another channel at its own', async () => {
    const body = letter('Eve')
    expect(await post(body, seal(body), '/webhook/evolution/pigeons')).toMatchObject({ status: 404 })
    await panel.omni.panel.instances.create({ name: 'try-out', channel: 'simulator' })
    expect(await post(body, seal(body), '/webhook/pigeon/try-out')).toEqual({
      status: 404,
      detail: '"try-out" takes no webhook calls.',
    })
    await panel.omni.panel.instances.remove({ name: 'try-out' })
  })

  it('has a card, a page and a palette entry like any other, and a webhook tab without a secret of Omni’s', async () => {
    await page.getByRole('button', { name: 'Finish' }).click()
    await goTo(page, 'Accounts')
    const card = page.getByRole('article', { name: 'Pigeons' })
    await card.getByText('Pigeons', { exact: true }).first().waitFor()
    await card.getByText('Connected as Carrier pigeons').waitFor()
    await card.getByText('3 messages in 24 hours').waitFor()
    await card.getByRole('link', { name: 'Pigeons' }).click()
    await page.getByRole('tab', { name: 'Who answers' }).waitFor()
    expect(await page.getByRole('textbox', { name: 'Loft' }).inputValue()).toBe('North tower')
    await page.getByRole('tab', { name: 'Webhook' }).click()
    await page.getByRole('textbox', { name: 'Webhook address' }).waitFor()
    expect(await page.getByRole('button', { name: 'Renew the secret' }).count()).toBe(0)
    expect(await page.getByRole('switch', { name: 'Accept calls without the secret' }).count()).toBe(0)
    await page.getByRole('button', { name: 'Send a test call' }).click()
    await page.getByText('It arrived and was accepted', { exact: false }).first().waitFor()
  })
})
