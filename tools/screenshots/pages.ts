/** Every page that is pictured. A new page is one more entry. */
import type { Page } from 'playwright'
import type { FakeEvolution } from '../../test/support/evolution-server.ts'
import type { PanelClient } from '../../test/support/hub.ts'
import type { Shop } from './shop.ts'

export interface Scene {
  page: Page
  panel: PanelClient
  evolution: FakeEvolution
  /** Goes to a path of the panel. */
  go(path: string): Promise<void>
}

export interface Picture {
  name: string
  /** Opens it, and resolves when everything on it is there. */
  show: (scene: Scene, shop: Shop) => Promise<void>
  /** Pictured at 1024×640 as well. */
  isSmallToo?: boolean
}

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor()

/** From the first screen of the wizard, whatever the picture before has left. */
async function resetSession({ page, panel, go }: Scene): Promise<void> {
  await panel.setup.forget({ windowId: 'pictures' })
  for (const { name } of await panel.instances.list()) await panel.instances.remove({ name, onPlatform: true })
  await go('/')
  await heading(page, 'What do you want to connect?')
}

async function linkPhone(scene: Scene): Promise<void> {
  const { page, evolution } = scene
  await resetSession(scene)
  await page.getByRole('button', { name: /Evolution API/ }).click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Sol Bakery')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('textbox', { name: 'Server address' }).fill(evolution.url)
  await page.getByLabel('API key').fill(evolution.apiKey)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('img', { name: 'QR code to link the phone' }).waitFor()
}

/** Of an installation in which nothing is set up yet. */
export const newcomerPictures: Picture[] = [
  { name: 'first-run', isSmallToo: true, show: resetSession },
  { name: 'first-run-link', isSmallToo: true, show: linkPhone },
  {
    name: 'first-run-connected',
    show: async (scene) => {
      await linkPhone(scene)
      scene.evolution.scan('sol-bakery', '5511987650000', 'Padaria Sol')
      await scene.page.getByRole('heading', { name: 'Connected as Padaria Sol' }).waitFor()
    },
  },
  {
    name: 'first-run-agent',
    show: async (scene) => {
      await resetSession(scene)
      await scene.page.getByRole('button', { name: /^Try it here/ }).click()
      await heading(scene.page, 'Who answers?')
    },
  },
  {
    name: 'first-run-name',
    show: async (scene) => {
      await resetSession(scene)
      await scene.page.getByRole('button', { name: /Evolution API/ }).click()
      await heading(scene.page, 'Give it a name')
    },
  },
  {
    name: 'first-run-discord',
    isSmallToo: true,
    show: async (scene) => {
      const { page } = scene
      await resetSession(scene)
      await page.getByRole('button', { name: /^Discord/ }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await heading(page, 'Where is the account?')
    },
  },
  {
    name: 'first-run-slack',
    isSmallToo: true,
    show: async (scene) => {
      const { page } = scene
      await resetSession(scene)
      await page.getByRole('button', { name: /^Slack/ }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await heading(page, 'Where is the account?')
    },
  },
  {
    name: 'first-run-start',
    isSmallToo: true,
    show: async (scene) => {
      const { page } = scene
      await linkPhone(scene)
      scene.evolution.scan('sol-bakery', '5511987650000', 'Padaria Sol')
      await page.getByRole('heading', { name: 'Connected as Padaria Sol' }).waitFor()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('checkbox', { name: 'Use a simple greeting' }).check()
      await page.getByRole('button', { name: 'Continue' }).click()
      await heading(page, 'Shall it answer now?')
    },
  },
  {
    name: 'first-run-try',
    isSmallToo: true,
    show: async (scene) => {
      const { page } = scene
      await resetSession(scene)
      await page.getByRole('button', { name: /^Try it here/ }).click()
      await page.getByRole('button', { name: 'Continue' }).click()
      await page.getByRole('textbox', { name: 'Write as the customer' }).fill('When are you open?')
      await page.getByRole('button', { name: 'Send' }).click()
      await page.getByText('It works. Your customers are answered like this.').waitFor()
    },
  },
]

/** Of a shop in the middle of its day. */
export const shopPictures: Picture[] = [
  {
    name: 'home',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/')
      await page.getByRole('region', { name: 'Needs attention' }).getByRole('listitem').first().waitFor()
    },
  },
  {
    name: 'conversations',
    isSmallToo: true,
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.liveConversationId}`)
      await page.getByRole('article', { name: 'Sofia is answering' }).getByText('Happy 70th').waitFor()
      await page.locator('[data-first-look]').waitFor({ state: 'detached' })
    },
  },
  {
    name: 'agents',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/agents')
      await page.getByRole('article', { name: 'Sofia' }).waitFor()
    },
  },
  {
    name: 'agent-new',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/agents/new')
      await page.getByRole('button', { name: /^Language model/ }).click()
      await page.getByRole('textbox', { name: 'Server address' }).waitFor()
    },
  },
  {
    name: 'conversation-doubt',
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.doubtfulConversationId}`)
      await page.getByRole('button', { name: 'Mark as sent' }).first().waitFor()
    },
  },
  {
    name: 'conversation-on-phone',
    isSmallToo: true,
    show: async ({ page, panel, evolution, go }) => {
      const from = '15557770001'
      const { items } = await panel.conversations.list({ instanceName: 'sol-bakery', limit: 100 })
      if (!items.some(({ phoneNumber }) => phoneNumber === from)) {
        const seconds = Math.floor(Date.now() / 1000)
        const text = 'I am just looking whether we have one left for you.'
        await evolution.deliverInbound('sol-bakery', {
          from,
          name: 'Nora Lind',
          text: 'Is there a cheesecake left?',
          timestamp: seconds - 30,
        })
        await evolution.deliverInbound('sol-bakery', { from, fromMe: true, text, source: 'android', timestamp: seconds - 5 })
      }
      const found = (await panel.conversations.list({ instanceName: 'sol-bakery', limit: 100 })).items
      await go(`/conversations/${found.find(({ phoneNumber }) => phoneNumber === from)?.id}`)
      await page.getByText('Somebody answered on the phone. The agent').waitFor()
    },
  },
  {
    name: 'conversation-media',
    isSmallToo: true,
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.mediaConversationId}`)
      await page.getByRole('figure', { name: 'Audio' }).waitFor()
      await page.getByRole('button', { name: 'Open the photo large' }).locator('img').waitFor()
    },
  },
  {
    name: 'conversation-cards',
    isSmallToo: true,
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.cardsConversationId}`)
      await page.getByText('Miradouro da Graça').first().waitFor()
    },
  },
  {
    name: 'conversation-held',
    isSmallToo: true,
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.heldConversationId}`)
      await page.getByText('so that WhatsApp does not restrict it').first().waitFor()
    },
  },
  {
    name: 'conversation-not-answering',
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.quietConversationId}`)
      await page.getByRole('switch').first().waitFor()
    },
  },
  {
    name: 'conversations-chosen',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/conversations?waiting=1')
      await page.getByRole('button', { name: 'Select several' }).click()
      await page.getByRole('checkbox').nth(1).check()
    },
  },
  {
    name: 'conversation-lightbox',
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.mediaConversationId}`)
      await page.getByRole('button', { name: 'Open the photo large' }).click()
      await page.getByRole('dialog').locator('img').waitFor()
    },
  },
  {
    name: 'conversation-person',
    isSmallToo: true,
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.liveConversationId}`)
      await page.getByRole('article', { name: 'Sofia is answering' }).waitFor()
      const open = page.getByRole('button', { name: 'Show the details' })
      if (await open.isVisible()) await open.click()
      await page.getByText('Her mother Rosa').waitFor()
    },
  },
  {
    name: 'conversation-search',
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.liveConversationId}`)
      await page.getByRole('article', { name: 'Sofia is answering' }).waitFor()
      await page.getByRole('searchbox', { name: 'Search by name, number or text' }).fill('ca')
      await page.getByRole('region', { name: 'Messages' }).getByRole('link').first().waitFor()
    },
  },
  {
    name: 'conversation-replies',
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.liveConversationId}`)
      await page.getByRole('article', { name: 'Sofia is answering' }).waitFor()
      await page.getByRole('textbox', { name: 'Reply' }).pressSequentially('/')
      await page.getByRole('option', { name: /hours/ }).waitFor()
    },
  },
  {
    name: 'conversation-emoji',
    show: async ({ page, go }, shop) => {
      await go(`/conversations/${shop.liveConversationId}`)
      await page.getByRole('button', { name: 'Emoji' }).click()
      await page.locator('emoji-picker').getByRole('menuitem').first().waitFor()
    },
  },
  {
    name: 'instances',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/instances')
      await page.getByRole('article', { name: 'Sol Bakery' }).waitFor()
    },
  },
  ...['connection', 'agent', 'routing', 'answers', 'behaviour', 'access', 'webhook', 'danger'].map(
    (tab): Picture => ({
      name: `instance-${tab}`,
      show: async ({ page, go }) => {
        await go(`/instances/sol-bakery/${tab}`)
        await page.getByRole('tabpanel').getByRole('heading').first().waitFor()
      },
    }),
  ),
  {
    name: 'access',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/access')
      await page.getByRole('table', { name: 'Rules' }).waitFor()
    },
  },
  {
    name: 'traces',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/traces')
      await page.getByRole('region', { name: 'Traces' }).getByRole('link').first().waitFor()
    },
  },
  {
    name: 'trace',
    show: async ({ page, go }, shop) => {
      await go(`/traces/${shop.answeredTraceId}`)
      await page.getByRole('list', { name: 'Steps' }).waitFor()
    },
  },
  {
    name: 'trace-failed',
    show: async ({ page, go }, shop) => {
      await go(`/traces/${shop.failedTraceId}`)
      await page.getByRole('list', { name: 'Steps' }).waitFor()
    },
  },
  {
    name: 'traces-compared',
    show: async ({ page, go }, shop) => {
      await go(`/traces/${shop.answeredTraceId}/with/${shop.failedTraceId}`)
      await page.getByRole('table').waitFor()
    },
  },
  {
    name: 'playground',
    isSmallToo: true,
    show: async ({ page, go }) => {
      await go('/playground')
      await page.getByRole('textbox', { name: 'Write as a customer' }).waitFor()
    },
  },
  {
    name: 'playground-replay',
    isSmallToo: true,
    show: async ({ page, go }, shop) => {
      await go(`/playground/replay/${shop.doubtfulConversationId}`)
      await page.getByRole('region', { name: 'Sent then' }).first().waitFor()
    },
  },
  ...Object.entries({
    appearance: 'Theme',
    sessions: 'Signed-in browsers',
    tunnel: 'How it is reached',
    notifications: 'When to tell you',
    security: 'Recovery phrase',
    'api-keys': 'Web shop',
    storage: 'in the database',
    logs: 'Secrets are removed.',
    about: 'Licence notices',
  }).map(
    ([section, text]): Picture => ({
      name: `settings-${section}`,
      show: async ({ page, go }) => {
        await go(`/settings/${section}`)
        await page.getByText(text).first().waitFor()
      },
    }),
  ),
  {
    name: 'palette',
    show: async ({ page, go }) => {
      await go('/instances')
      await page.getByRole('article', { name: 'Sol Bakery' }).waitFor()
      await page.keyboard.press('Control+k')
      await page.getByRole('option', { name: 'Home' }).waitFor()
    },
  },
  {
    name: 'shortcuts',
    show: async ({ page, go }) => {
      await go('/instances')
      await page.getByRole('article', { name: 'Sol Bakery' }).waitFor()
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    },
  },
]
