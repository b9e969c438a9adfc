/** Making or adopting the instance on the Evolution server, and asking for the code to scan. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { Logger } from '../../observe/logger.ts'
import type { JsonObject } from '../../runtime/json.ts'
import { objectAt, stringAt } from '../whatsapp/normalize/json.ts'
import type { Account } from './account.ts'
import { type EvolutionApi, tokenOf } from './api.ts'
import { EvolutionError } from './failures.ts'
import type { LinkState } from './link-state.ts'
import { qrReport } from './normalize/link.ts'
import { alignSettings, claimWebhook, type WebhookClaim, withKnownEvents } from './registration.ts'
import type { EvolutionSettings } from './settings.ts'

export interface LinkingParts {
  api: EvolutionApi
  link: LinkState
  log: Logger
  account: Account
  integration: EvolutionSettings['integration']
  webhook: WebhookClaim
  saveToken(token: string): Promise<void>
  /** The account is linked already. */
  whenOpen(): Promise<void>
}

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof EvolutionError && codes.includes(error.code)
}

/** Takes over an instance that somebody else made, or an earlier self. Resolves to false when the server does not list it. */
async function adopt({ api, account, saveToken, log }: LinkingParts): Promise<boolean> {
  try {
    const row = await api.findInstance()
    const token = stringAt(row, 'token')
    if (token) await saveToken(token)
    await account.found(row)
    return row !== null
  } catch (error) {
    // Without its own token the instance works all the same, with the key of the settings.
    if (isCode(error, 'unauthorized', 'licence_required')) throw error
    log.debug({ error: errorMessage(error) }, 'the token of the instance could not be read')
    return true
  }
}

async function create(parts: LinkingParts, phoneNumber: string | null): Promise<JsonObject> {
  const { api, integration, webhook } = parts
  return withKnownEvents(webhook.registration, (registration) =>
    api.createInstance({
      instanceName: webhook.remoteName,
      integration,
      qrcode: true,
      // Only a number given here makes the first code a pairing code, too.
      ...(phoneNumber === null ? {} : { number: phoneNumber }),
      rejectCall: false,
      groupsIgnore: false,
      alwaysOnline: false,
      readMessages: false,
      readStatus: false,
      syncFullHistory: false,
      webhook: { byEvents: false, ...registration },
    }),
  )
}

/** Creates the instance, or finds it there. Resolves to the answer of create, or null when it existed. */
async function createOrAdopt(parts: LinkingParts, phoneNumber: string | null): Promise<JsonObject | null> {
  try {
    await parts.api.connectionState()
    // The state of an instance that was just deleted may still be told for a moment.
    if (await adopt(parts)) return null
  } catch (error) {
    if (!isCode(error, 'not_found')) throw error
  }
  try {
    const created = await create(parts, phoneNumber)
    const token = tokenOf(created)
    if (token) await parts.saveToken(token)
    await parts.account.made(stringAt(objectAt(created, 'instance'), 'instanceId'))
    return created
  } catch (error) {
    // Created by another hand a moment ago, or half-deleted: the name is taken, so the instance is there.
    if (!isCode(error, 'conflict')) throw error
    await adopt(parts)
    return null
  }
}

/** An instance that already waits with a QR code ignores the number, until it starts over. */
async function codeWithPairing(parts: LinkingParts, phoneNumber: string): Promise<JsonObject> {
  try {
    await parts.api.logout()
  } catch (error) {
    if (!isCode(error, 'not_connected', 'bad_request', 'platform_error')) throw error
  }
  return parts.api.connect(phoneNumber)
}

/**
 * Links the account. Resolves when the server answered; codes renewed later come by webhook, or by
 * the watchdog. Throws {@link EvolutionError}s.
 */
export async function linkAccount(parts: LinkingParts, phoneNumber: string | null): Promise<void> {
  const { api, link, log } = parts
  link.begin()
  const created = await createOrAdopt(parts, phoneNumber)
  if (created === null) await claimWebhook(api, parts.webhook)
  await alignSettings(api).catch((error: unknown) =>
    log.warn({ error: errorMessage(error) }, 'the settings on the server could not be checked'),
  )

  let answer = objectAt(created, 'qrcode')
  if (answer === null || qrReport(answer) === null) answer = await api.connect(phoneNumber)
  if (stringAt(objectAt(answer, 'instance'), 'state') === 'open') {
    await parts.whenOpen()
    return
  }
  let code = qrReport(answer)
  if (code && phoneNumber !== null && code.pairingCode === null) {
    answer = await codeWithPairing(parts, phoneNumber)
    code = qrReport(answer) ?? code
  }
  if (code) link.apply(code)
  else link.note('Waiting for the code from the Evolution server…')
}
