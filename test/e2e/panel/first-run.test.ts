import type { Page } from 'playwright'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { agents } from '../../../src-renderer/i18n/en/agents.ts'
import { agents as portuguese } from '../../../src-renderer/i18n/pt-BR/agents.ts'
import { type FakeEvolution, startEvolutionServer } from '../../support/evolution-server.ts'
import { freePort } from '../../support/free-port.ts'
import { bubblesOf, expectGrowth, goTo, type Panel, recordedAnswer, settled, textsOf } from '../../support/panel.ts'
import { panelForEach } from '../../support/panel-hooks.ts'

const AGENT = 'House agent'

describe('the first run of a newcomer', () => {
  let port: number
  let panel: Panel
  let page: Page
  // A port of its own, so that the page finds the hub again after a restart.
  beforeEach(async () => {
    port = await freePort()
  })
  panelForEach(
    (opened) => {
      panel = opened
      page = opened.page
    },
    () => ({ env: { OMNI_PORT: String(port) } }),
  )

  const asks = (question: string, window = page): Promise<void> => window.getByRole('heading', { level: 1, name: question }).waitFor()
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()
  const step = (window = page) => window.getByRole('navigation', { name: 'Progress' }).locator('[aria-current="step"]').textContent()

  async function toTheTry(): Promise<void> {
    await page.getByRole('button', { name: /^Try it here/ }).click()
    await asks('Who answers?')
    await next()
    await asks('Try it')
  }
  /** A new customer is greeted before the answer to the question, in the same message. */
  async function ask(): Promise<void> {
    await page.getByRole('button', { name: 'When are you open?' }).click()
    await bubblesOf(page, AGENT).first().waitFor()
  }

  it('is three steps that end in a working conversation, whose answer is seen being written', async () => {
    await asks('What do you want to connect?')
    expect(await step()).toContain('Connect')
    await toTheTry()
    expect(await step()).toContain('Try it')
    await page.getByRole('button', { name: 'When are you open?' }).click()
    await page.getByRole('article', { name: `${AGENT} is answering` }).waitFor()
    await bubblesOf(page, AGENT).first().waitFor()
    expectGrowth((await recordedAnswer(page)).texts, `${agents.house.sampleGreeting}\n\n${agents.house.sampleOpeningHours}`)
    await page.getByText('It works. Your customers are answered like this.').waitFor()

    await page.getByRole('textbox', { name: 'Write as the customer' }).fill('Where are you?')
    await page.getByRole('button', { name: 'Send' }).click()
    await bubblesOf(page, AGENT).nth(1).waitFor()
    const { texts, isSameRow, rowText, rowAuthor } = await recordedAnswer(page)
    expectGrowth(texts, agents.house.sampleAddress)
    expect({ isSameRow, rowText, rowAuthor }).toEqual({ isSameRow: true, rowText: agents.house.sampleAddress, rowAuthor: AGENT })
    await page.getByRole('button', { name: 'Finish' }).click()
    await asks('Home')
  })

  it('shows every message once, and still does after a reload in the middle of the trial', async () => {
    await toTheTry()
    await ask()
    const whole = ['When are you open?', agents.house.sampleGreeting, agents.house.sampleOpeningHours]
    await expect.poll(() => textsOf(page), { timeout: 15_000 }).toEqual(whole)
    await page.reload()
    await asks('Try it')
    await bubblesOf(page, AGENT).first().waitFor()
    expect(await textsOf(page)).toEqual(whole)
    expect(await page.getByRole('article', { name: /is answering/ }).count()).toBe(0)
    expect(await panel.omni.panel.instances.list()).toHaveLength(1)
  })

  it('goes on where it was after a reload, in another window and after a restart, with what was typed', async () => {
    await page.getByRole('button', { name: /^Try it here/ }).click()
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('Only on the night of the new moon.')
    await page.reload()
    await asks('Who answers?')
    expect(await page.getByRole('textbox', { name: 'Opening hours' }).inputValue()).toBe('Only on the night of the new moon.')

    const second = await panel.openWindow()
    await asks('Who answers?', second)
    await second.getByRole('textbox', { name: 'Address' }).fill('Behind the moon.')
    await expect.poll(() => page.getByRole('textbox', { name: 'Address' }).inputValue(), { timeout: 15_000 }).toBe('Behind the moon.')
    await second.close()

    await page.goto('about:blank')
    await panel.omni.restart()
    await page.goto(await panel.omni.hub.createLoginLink())
    await asks('Who answers?')
    expect(await page.getByRole('textbox', { name: 'Opening hours' }).inputValue()).toBe('Only on the night of the new moon.')
    await next()
    await ask()
    await page.getByRole('log').getByText('Only on the night of the new moon.').waitFor()
  })

  it('keeps what is typed while the hub is away, and saves it when it is back', async () => {
    await page.getByRole('button', { name: /^Try it here/ }).click()
    await asks('Who answers?')
    await panel.omni.hub.stop()
    await page.getByRole('status', { name: 'Connection status' }).getByText('Reconnecting…').waitFor()
    const hours = page.getByRole('textbox', { name: 'Opening hours' })
    await hours.fill('Typed into the void.')
    await panel.omni.restart()
    await page.getByRole('status', { name: 'Connection status' }).getByText('No account yet').waitFor()
    await expect
      .poll(async () => (await panel.omni.panel.setup.get())?.house.openingHours, { timeout: 15_000 })
      .toBe('Typed into the void.')
    expect(await hours.inputValue()).toBe('Typed into the void.')
    panel.forgive(/WebSocket connection to .* failed|net::ERR_CONNECTION_REFUSED/)
  })

  it('goes back from every screen and starts over', async () => {
    await toTheTry()
    await page.getByRole('button', { name: 'Back' }).click()
    await asks('Who answers?')
    await page.getByRole('button', { name: 'Back' }).click()
    await asks('What do you want to connect?')
    expect(await page.getByRole('button', { name: 'Back' }).count()).toBe(0)
    await page.getByRole('button', { name: /Evolution API/ }).click()
    await asks('Give it a name')
    await page.getByRole('button', { name: 'Start over' }).click()
    await asks('What do you want to connect?')
  })

  it('takes nobody back who goes elsewhere while the hub is still ending it', async () => {
    let isSlow = false
    const held: (() => void)[] = []
    let asked = 0
    let answered = 0
    await page.routeWebSocket(/./, (socket) => {
      const hub = socket.connectToServer()
      socket.onMessage((message) => {
        asked += 1
        hub.send(message)
      })
      hub.onMessage((message) => {
        const deliver = () => {
          answered += 1
          socket.send(message)
        }
        if (isSlow) held.push(deliver)
        else deliver()
      })
    })
    await page.reload()
    await asks('What do you want to connect?')
    isSlow = true
    await page.getByRole('button', { name: 'Skip for now' }).click()
    await expect.poll(() => held.length).toBeGreaterThan(0)
    await goTo(page, 'Traces')
    await asks('Traces')
    asked = 0
    isSlow = false
    for (const deliver of held) deliver()
    // It asks how things are now, and with the answer it would be on its way.
    await expect.poll(() => asked).toBeGreaterThan(0)
    answered = 0
    await expect.poll(() => answered).toBeGreaterThan(0)
    await settled(page)
    expect(new URL(page.url()).hash).toBe('#/traces')
  })

  it('can be skipped, and continued from the checklist on Home', async () => {
    await page.getByRole('button', { name: /Evolution API/ }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill('sol-bakery')
    await page.getByRole('button', { name: 'Skip for now' }).click()
    await asks('Home')
    await page.reload()
    await asks('Home')
    const checklist = page.getByRole('region', { name: 'Getting started' })
    await checklist.getByText('0 of 5 done').waitFor()
    await checklist.getByRole('link', { name: 'Connect' }).click()
    await asks('Give it a name')
    expect(await page.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('sol-bakery')
  })

  it('leaves a checklist that knows what is done, leads to the rest, and goes when it is not wanted', async () => {
    await toTheTry()
    await ask()
    await page.getByRole('button', { name: 'Finish' }).click()
    const checklist = page.getByRole('region', { name: 'Getting started' })
    await checklist.getByText('2 of 5 done').waitFor()
    expect(await checklist.getByRole('link').allTextContents()).toEqual(['Connect', 'Look', 'Write down'])
    await checklist.getByRole('link', { name: 'Connect' }).click()
    await asks('What do you want to connect?')
    await page.getByRole('button', { name: 'Close the wizard' }).click()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Home' }).click()
    await checklist.getByRole('button', { name: 'Hide' }).click()
    await checklist.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('region', { name: 'Needs attention' }).waitFor()
    expect(await checklist.count()).toBe(0)
  })

  it('fits the smallest window', async () => {
    await page.setViewportSize({ width: 1024, height: 640 })
    await toTheTry()
    await settled(page)
    const box = await page.getByRole('textbox', { name: 'Write as the customer' }).boundingBox()
    expect((box?.y ?? 999) + (box?.height ?? 0)).toBeLessThan(640)
  })
})

describe('in another language', () => {
  let evolution: FakeEvolution
  let panel: Panel
  let page: Page
  beforeEach(async () => {
    evolution = await startEvolutionServer()
  })
  afterEach(() => evolution.stop())
  panelForEach(
    (opened) => {
      panel = opened
      page = opened.page
    },
    () => ({ context: { locale: 'pt-BR' } }),
  )
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continuar' }).click()

  it('what the hub says is said in that language: choices, fields and what went wrong', async () => {
    await page.getByRole('button', { name: /^WhatsApp \(pela Evolution API\)/ }).click()
    await next()
    await page.getByRole('textbox', { name: 'Endereço do servidor' }).fill(evolution.url)
    await page.getByLabel('Chave da API').fill('wrong-key')
    await next()
    const refused = 'O servidor Evolution não aceitou a chave da API. Confira a chave nas configurações.'
    await page.getByRole('alert').getByText(refused).waitFor()
    await page.getByRole('button', { name: 'Pular por enquanto' }).click()
    // Whatever the account says of itself by now, it says it in that language.
    const attention = page.getByRole('region', { name: 'Precisa de atenção' })
    await attention.getByText(/^(O servidor Evolution não aceitou|Ainda não conectado)/).waitFor()
  })

  it('a new instance gets the texts of that language, for its answers and for when none comes', async () => {
    await page.getByRole('button', { name: /^Testar aqui/ }).click()
    await next()
    await page.getByRole('heading', { level: 1, name: 'Faça um teste' }).waitFor()
    const [instance] = await panel.omni.panel.instances.list()
    expect(instance?.behaviour.fallback.timeout).toBe(portuguese.house.fallbackTimeout)
    expect(instance?.house.greeting).toBe(portuguese.house.sampleGreeting)
  })
})
