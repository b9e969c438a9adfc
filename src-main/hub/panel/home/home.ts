/** What the owner wants to know at a glance: is everything connected, is anyone waiting. */

import type { MissingKeyStore } from '../../../../src-shared/contract/desktop.ts'
import type { Counters } from '../../../../src-shared/contract/live.ts'
import type { Attention, Home } from '../../../../src-shared/contract/system.ts'
import type { AccountHold } from '../../accounts/instances/held-accounts.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { NumberHealthService } from '../../accounts/number-health/service.ts'
import type { AgentBreakers } from '../../agents/breaker.ts'
import { type AgentSpend, reachedMessage } from '../../answering/spend/service.ts'
import type { BackupService } from '../../maintenance/backups/service.ts'
import type { FaultLedger, Setback } from '../../observe/fault-ledger.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import type { DesktopPowers } from '../../runtime/desktop-powers.ts'
import type { RecoveryPhrase } from '../../secrets/recovery-phrase.ts'
import type { Storage } from '../../storage/port.ts'
import type { TunnelService } from '../../tunnel/service.ts'
import type { SetupService } from '../setup/service.ts'

interface Sources {
  instances: InstanceService
  pipeline: Pipeline
  storage: Storage
  breakers: AgentBreakers
  agentSpend: Pick<AgentSpend, 'now'>
  numberHealth: Pick<NumberHealthService, 'stopped'>
  setup: SetupService
  faults: Pick<FaultLedger, 'latest'>
  tunnel: Pick<TunnelService, 'need'>
  backups: Pick<BackupService, 'state'>
  accountHold: Pick<AccountHold, 'state'>
  recoveryPhrase: Pick<RecoveryPhrase, 'state'>
  desktop: Pick<DesktopPowers, 'missingKeyStore'> | null
  startedAt: string
  now: () => number
}

/** A shorter wait is over before anybody has come to it. */
const HELD_FROM_MS = 20_000

const SETBACKS = {
  restarted: 'Omni met with an unexpected error and started itself again. No message that had arrived was lost.',
  ended: 'Omni had to end after several unexpected errors, and was started again since. No message that had arrived was lost.',
} satisfies Record<Setback['outcome'], string>

const HELD_SINCE_RESTORE = 'The data came from a backup: no account of it connects before you say that the other computer is off.'

const KEY_STORES = {
  keyring: 'No keyring is running on this computer: saved keys and tokens are locked only with a file beside them.',
  'key-store': 'The key store of this computer cannot be used: saved keys and tokens are locked only with a file beside them.',
} satisfies Record<MissingKeyStore, string>

export function counters(
  { instances, pipeline }: Pick<Sources, 'instances' | 'pipeline'>,
  { waiting, unread }: { waiting: number; unread: number },
): Counters {
  const active = instances.list().filter((instance) => instance.record.isActive)
  return {
    queueDepth: pipeline.depth,
    oldestQueuedMs: Math.round(pipeline.oldestMs),
    connected: active.filter((instance) => instance.record.connection.state === 'connected').length,
    instances: active.length,
    waiting,
    unread,
  }
}

export async function readHome(sources: Sources): Promise<Home> {
  const { instances, storage, breakers, agentSpend, setup, numberHealth, now } = sources
  const [troubled, counted, checklist] = await Promise.all([storage.attention(), storage.countConversations(), setup.checklist()])
  const attention: Attention[] = []
  const setback = sources.faults.latest()
  if (setback !== null)
    attention.push({ kind: 'setback', instanceName: null, conversationId: null, message: SETBACKS[setback.outcome], since: setback.at })
  const need = sources.tunnel.need()
  if (need !== null) {
    const kind = need.isFailure ? 'tunnel_failed' : 'tunnel_warned'
    attention.push({ kind, instanceName: null, conversationId: null, message: need.message, since: need.since })
  }
  attention.push(...ofSecrets(sources, checklist))
  const held = sources.accountHold.state()
  if (held !== null)
    attention.push({ kind: 'accounts_held', instanceName: null, conversationId: null, message: HELD_SINCE_RESTORE, since: held.since })
  const { failure } = sources.backups.state()
  if (failure !== null)
    attention.push({ kind: 'backup_failed', instanceName: null, conversationId: null, message: failure.message, since: failure.at })
  for (const { record, isHeld } of instances.list()) {
    const { connection } = record
    if (record.isActive && connection.state !== 'connected' && !isHeld) {
      const words = connection.message ?? (connection.state === 'disconnected' ? 'It is not connected.' : 'It is not connected yet.')
      attention.push({ kind: 'disconnected', instanceName: record.name, conversationId: null, message: words, since: connection.since })
    }
    if (record.isActive && connection.state === 'connected' && record.isAnswering !== true) {
      const message = 'It is connected, but does not answer yet.'
      attention.push({ kind: 'not_answering', instanceName: record.name, conversationId: null, message, since: record.updatedAt })
    }
    if (record.acceptsUnsignedWebhooks) {
      const message = 'It accepts webhook calls without a secret: anyone who knows the address can send messages into it.'
      attention.push({ kind: 'unsigned_webhooks', instanceName: record.name, conversationId: null, message, since: record.updatedAt })
    }
  }
  for (const { instanceName, reason, since } of numberHealth.stopped())
    attention.push({ kind: 'number_stopped', instanceName, conversationId: null, message: reason, since })
  for (const instanceName of breakers.openInstances()) {
    attention.push({
      kind: 'agent_failing',
      instanceName,
      conversationId: null,
      message: 'Its agent failed five times in a row. Customers get the fallback text until it answers again.',
      since: new Date(now()).toISOString(),
    })
  }
  for (const { instanceName, reached } of agentSpend.now()) {
    if (reached === null) continue
    attention.push({
      kind: 'budget_reached',
      instanceName,
      conversationId: null,
      message: reachedMessage(reached),
      since: new Date(now()).toISOString(),
    })
  }
  for (const one of troubled.waiting) {
    attention.push({
      kind: 'waiting',
      instanceName: one.instanceName,
      conversationId: one.conversationId,
      message: one.name === null ? 'A customer is waiting for a person.' : `${one.name} is waiting for a person.`,
      since: one.at,
    })
  }
  for (const { instanceName, conversationId, deliveryId, name, held, at } of troubled.held) {
    // It goes in a moment, or right behind another that is listed.
    if (held.why === 'person' || (held.until !== null && Date.parse(held.until) - now() < HELD_FROM_MS)) continue
    attention.push({
      kind: 'held',
      instanceName,
      conversationId,
      message: name === null ? 'A message waits to be sent.' : `A message for ${name} waits to be sent.`,
      since: at,
      held: { ...held, deliveryId },
    })
  }
  for (const one of troubled.unknown) {
    attention.push({
      kind: 'delivery_unknown',
      instanceName: one.instanceName,
      conversationId: one.conversationId,
      message: 'A message may have been sent. Check it and decide.',
      since: one.at,
    })
  }
  for (const one of troubled.failed) {
    attention.push({
      kind: 'delivery_failed',
      instanceName: one.instanceName,
      conversationId: one.conversationId,
      message: 'A message could not be sent.',
      since: one.at,
    })
  }
  for (const one of troubled.missed) {
    attention.push({
      kind: 'scheduled_missed',
      instanceName: one.instanceName,
      conversationId: one.conversationId,
      message:
        one.name === null
          ? 'A planned message was not sent: Omni was off at its time.'
          : `A planned message for ${one.name} was not sent: Omni was off at its time.`,
      since: one.at,
    })
  }
  return {
    isFirstRun: setup.isFirstRun(),
    checklist,
    counters: counters(sources, counted),
    attention,
  }
}

/** What could cost the owner the saved secrets. The phrase is an item of the checklist for as long as that is shown. */
function ofSecrets({ recoveryPhrase, desktop, startedAt }: Sources, checklist: Home['checklist']): Attention[] {
  const found: Attention[] = []
  const { confirmedAt, madeAt } = recoveryPhrase.state()
  const isListed = checklist?.some(({ key, isDone }) => key === 'phrase' && !isDone) === true
  if (confirmedAt === null && !isListed) {
    const message = 'The recovery phrase is not written down. It opens your saved keys and tokens when this computer cannot.'
    found.push({ kind: 'recovery_phrase', instanceName: null, conversationId: null, message, since: madeAt })
  }
  const missing = desktop?.missingKeyStore() ?? null
  if (missing !== null)
    found.push({ kind: 'key_store', instanceName: null, conversationId: null, message: KEY_STORES[missing], since: startedAt })
  return found
}
