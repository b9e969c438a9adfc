/** The panel as a person sees it, in a real Chromium, for tests of whatever carries it. */
import { readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright'
import { type AgentRegistry, createAgentRegistry } from '../../src-main/hub/agents/registry.ts'
import type { ChannelDriver } from '../../src-main/hub/channels/port.ts'
import type { TunnelProvider } from '../../src-main/hub/tunnel/port.ts'
import { agents } from '../../src-renderer/i18n/en/agents.ts'
import { shell } from '../../src-renderer/i18n/en/shell.ts'
import { sharedChromium } from './browser.ts'
import { startTestHub, type TestHub } from './hub.ts'
import type { RecordedAnswer } from './in-page/recorded-answer.ts'

/** Resolves when the panel is drawn: its page has a title. */
export async function panelIsUp(page: Page): Promise<void> {
  await page.locator('main').getByRole('heading', { level: 1 }).first().waitFor()
}

/** Resolves when the panel of a new installation shows what only the hub can have told it. */
export async function panelHasData(page: Page): Promise<void> {
  await panelIsUp(page)
  await page.getByText(shell.nothingConnected).first().waitFor()
}

const panelDirectory = fileURLToPath(new URL('../../out/renderer', import.meta.url))
const inPage = [
  'count-draws.ts',
  'give-files.ts',
  'record-answers.ts',
  'record-end.ts',
  'report-violations.ts',
  'settled.ts',
  'wide-elements.ts',
  'layout-faults.ts',
  'focused-name.ts',
].map((name) => stripTypeScriptTypes(readFileSync(new URL(`./in-page/${name}`, import.meta.url), 'utf8')))

/** Slow enough that every word of the house agent is drawn separately on a busy machine. */
const MS_PER_WORD = 50
/** Nothing in the panel takes this long; a test that waits longer has failed. */
const PATIENCE_MS = 15_000

export interface Panel {
  omni: TestHub
  /** The first window: signed in, on Home. */
  page: Page
  /** Another window of the same browser. */
  openWindow(path?: string): Promise<Page>
  /** An empty window of another browser, which is not signed in. */
  openStranger(context?: BrowserContextOptions): Promise<Page>
  /** Forgets the errors so far that a test has brought about on purpose. */
  forgive(pattern: RegExp): void
  /** Ends the browser session and the hub. Throws if a page reported an error. */
  close(): Promise<void>
}

export interface PanelOptions {
  env?: NodeJS.ProcessEnv
  context?: BrowserContextOptions
  /** Who answers; the house agent at a pace that can be watched, unless told otherwise. */
  agents?: AgentRegistry
  /** Channels besides those of the product. */
  drivers?: ChannelDriver[]
  /** Ways of the tunnel besides those of the product; the first is chosen at the beginning. */
  tunnelProviders?: TunnelProvider[]
}

/** A headless hub that serves the built panel, and a browser that came in by its one-time link. */
export async function openPanel(options: PanelOptions = {}): Promise<Panel> {
  const omni = await startTestHub({
    panelDirectory,
    agents: options.agents ?? createAgentRegistry({ house: { msPerWord: MS_PER_WORD } }),
    ...(options.env ? { env: options.env } : {}),
    ...(options.drivers ? { drivers: options.drivers } : {}),
    ...(options.tunnelProviders ? { tunnelProviders: options.tunnelProviders } : {}),
  })
  const browser = await sharedChromium()
  const defaults: BrowserContextOptions = {
    // A fixed locale and time zone: what a test reads must not depend on the machine.
    locale: 'en-US',
    timezoneId: 'UTC',
    viewport: { width: 1280, height: 800 },
    // Without a graphics card, motion takes a tenth of all processor time. The desktop's tests have it.
    reducedMotion: 'reduce',
  }
  const context = await browser.newContext({ ...defaults, ...options.context })
  context.setDefaultTimeout(PATIENCE_MS)
  for (const content of inPage) await context.addInitScript({ content })
  const strangers: BrowserContext[] = []
  let problems: string[] = []
  collectProblems(context, (problem) => problems.push(problem))
  const page = await context.newPage()
  await page.goto(await omni.hub.createLoginLink())
  await panelIsUp(page)
  return {
    omni,
    page,
    forgive(pattern) {
      problems = problems.filter((problem) => !pattern.test(problem))
    },
    async openWindow(path = '/') {
      const another = await context.newPage()
      await another.goto(`${omni.url}/#${path}`)
      return another
    },
    async openStranger(others = {}) {
      const stranger = await browser.newContext({ ...defaults, ...others })
      stranger.setDefaultTimeout(PATIENCE_MS)
      strangers.push(stranger)
      return stranger.newPage()
    },
    async close() {
      for (const one of [context, ...strangers]) await one.close()
      await omni.stop()
      if (problems.length > 0) throw new Error(`The panel reported errors:\n${problems.join('\n')}`)
    },
  }
}

/** Everything that a page reports as an error: its own exceptions, refused scripts and styles, failed requests. */
function collectProblems(context: BrowserContext, report: (problem: string) => void): void {
  context.on('page', (page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') report(`console: ${message.text()} (${message.location().url})`)
    })
    page.on('pageerror', (error) => report(`exception: ${error.message}`))
  })
}

/** Goes to a page of the panel, by its rail. */
export async function goTo(page: Page, name: 'Home' | 'Conversations' | 'Accounts' | 'Traces' | 'Playground' | 'Settings'): Promise<void> {
  await page.getByRole('navigation', { name: shell.mainNavigation }).getByRole('link', { name, exact: true }).click()
}

/** The texts of the house agent that a newcomer is offered. */
const sampleHouse = {
  greeting: agents.house.sampleGreeting,
  openingHours: agents.house.sampleOpeningHours,
  address: agents.house.sampleAddress,
  priceList: agents.house.samplePriceList,
  handover: agents.house.sampleHandover,
  faqs: [{ question: agents.house.sampleQuestion1, answer: agents.house.sampleAnswer1 }],
}

/** Creates a simulator that answers from {@link sampleHouse} and opens its conversation in the first window; gives its id. */
export async function openSimulator({ omni, page }: Panel, name = 'try-it'): Promise<string> {
  await omni.panel.instances.create({ name, channel: 'simulator', house: sampleHouse })
  const { id } = await omni.panel.simulator.open({ instanceName: name })
  await page.goto(`${omni.url}/#/conversations/${id}`)
  await page.getByRole('heading', { name: 'You are the customer now' }).waitFor()
  return id
}

/** How the newest answer in this window came to be. */
export function recordedAnswer(page: Page): Promise<RecordedAnswer> {
  return page.evaluate(() => (globalThis as unknown as { recordedAnswer(): RecordedAnswer }).recordedAnswer())
}

/** Resolves when nothing in this window moves any more. */
export function settled(page: Page): Promise<void> {
  return page.evaluate(() => (globalThis as unknown as { settled(): Promise<void> }).settled())
}

/** What has the focus in this window, by the name that a screen reader says; null when nothing has. */
export function focusedName(page: Page): Promise<string | null> {
  return page.evaluate(() => (globalThis as unknown as { focusedName(): string | null }).focusedName())
}

/** Is there a mark around what has the focus? */
export function isFocusSeen(page: Page): Promise<boolean> {
  return page.evaluate(() => (globalThis as unknown as { isFocusSeen(): boolean }).isFocusSeen())
}

/** What could be scrolled sideways in this window. */
export function wideElements(page: Page): Promise<string[]> {
  return page.evaluate(() => (globalThis as unknown as { wideElements(): string[] }).wideElements())
}

/** The bubbles of the open thread, by author: `Agent`, the customer's name, … */
export function bubblesOf(page: Page, author: string | RegExp) {
  return page.getByRole('log', { name: 'Messages' }).getByRole('article', { name: author, exact: true })
}

/** What the open thread says, from top to bottom. */
export function textsOf(page: Page): Promise<string[]> {
  return page.getByRole('log', { name: 'Messages' }).getByRole('article').locator('p').allTextContents()
}

/** Fails unless these are the beginnings of one text, each longer than the one before, and enough to be seen growing. */
export function expectGrowth(texts: string[], whole: string): void {
  const isGrowing = texts.every((text, index) => whole.startsWith(text) && text.length > (texts[index - 1]?.length ?? 0))
  if (!isGrowing || texts.length < 3) throw new Error(`This is not how an answer grows:\n${JSON.stringify(texts, null, 2)}`)
}
