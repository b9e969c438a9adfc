import type { Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findBarriers } from '../../support/axe.ts'
import { type FakeDiscord, startDiscordServer } from '../../support/discord-server.ts'
import { bubblesOf, type Panel } from '../../support/panel.ts'
import { panelForAll } from '../../support/panel-hooks.ts'
import { readQr } from '../../support/read-qr.ts'
import { createTypist } from '../../support/typist.ts'

describe('Discord, from its token to a customer who sees the answer being written', () => {
  const sofia = createTypist()
  let discord: FakeDiscord
  let bot: ReturnType<FakeDiscord['addBot']>
  let owner: ReturnType<FakeDiscord['addUser']>
  let panel: Panel
  let page: Page
  beforeAll(async () => {
    discord = await startDiscordServer()
    process.env['OMNI_DISCORD_API_URL'] = discord.url
    owner = discord.addUser('olga')
    bot = discord.addBot('sol-bakery', { ownerId: owner.id, mayReadContent: false })
  })
  afterAll(async () => {
    delete process.env['OMNI_DISCORD_API_URL']
    await discord.stop()
  })
  panelForAll(
    (opened) => {
      panel = opened
      page = opened.page
    },
    () => ({ agents: sofia.agents }),
  )

  const asks = (question: string): Promise<void> => page.getByRole('heading', { level: 1, name: question }).waitFor()
  const next = (): Promise<void> => page.getByRole('button', { name: 'Continue' }).click()

  it('tests the token at once, says what is missing and where, and shows how to let it in', async () => {
    await page.getByRole('button', { name: /^Discord/ }).click()
    await asks('Give it a name')
    await next()
    await asks('Where is the account?')
    const portal = page.getByRole('link', { name: 'Open the Developer Portal' })
    expect(await portal.getAttribute('href')).toBe('https://discord.com/developers/applications')
    await page.getByLabel('Bot token').fill('this-is-not-a-token-of-discord')
    await next()
    await page.getByRole('alert').getByText('Discord does not accept the bot token.', { exact: false }).waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await page.getByLabel('Bot token').fill(bot.token)
    await next()
    await page.getByRole('alert').getByText('turn on "Message Content Intent"', { exact: false }).waitFor()
    bot.mayReadContent = true
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('heading', { name: 'Connected as sol-bakery' }).waitFor()
    await page.getByText('The bot is in no server yet.', { exact: false }).waitFor()
    const link = await page.getByRole('textbox', { name: 'Invite link' }).inputValue()
    expect(new URL(link).searchParams.get('client_id')).toBe(bot.applicationId)
    expect(readQr((await page.getByRole('img', { name: 'QR code of the invite link' }).getAttribute('src')) ?? '')).toBe(link)
    expect(await findBarriers(page)).toEqual([])
    discord.addGuild('Bakery', { bots: [bot], owner })
    await page.getByText('Messages to this account now appear under Conversations.').waitFor()
  })

  it('says something to whoever sets it up', async () => {
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText('Sent. Look at it there.').waitFor()
    expect(discord.saidIn(discord.directChannel(bot, owner), bot)).toEqual(['Hello! This is a test message from Omni. It works.'])
  })

  it('answers its first customer, who sees the answer grow, as the panel does', async () => {
    await next()
    await asks('Who answers?')
    await page.getByRole('textbox', { name: 'Opening hours' }).fill('From dawn to dusk.')
    await next()
    await page.getByRole('button', { name: 'Start answering' }).click()
    await page.getByRole('heading', { name: 'Write to sol-bakery' }).waitFor()
    const ann = discord.addUser('ann', { global_name: 'Ann' })
    const direct = discord.directChannel(bot, ann)
    discord.say(direct, ann, 'When are you open?')
    await sofia.asked()
    sofia.write('We open from dawn, and we bake until the very last')
    await expect.poll(() => discord.saidIn(direct, bot)).toEqual(['We open from dawn, and we bake until the very'])
    await page.getByText('We open from dawn, and we bake until', { exact: false }).first().waitFor()
    sofia.finish(' guest is gone at **dusk**.')
    const whole = 'We open from dawn, and we bake until the very last guest is gone at **dusk**.'
    await expect.poll(() => discord.saidIn(direct, bot)).toEqual([whole])
    await bubblesOf(page, 'Sofia').first().waitFor()
    await page.getByText('It works. Your customers are answered like this.').waitFor()
    const { settings, hasSecrets } = await panel.omni.panel.instances.get({ name: 'discord' })
    expect(settings).toMatchObject({ discordClientId: bot.applicationId, botUserId: bot.user.id })
    expect(hasSecrets).toEqual({ discordBotToken: true })
  })
})
