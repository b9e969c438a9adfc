/**
 * Asks an agent without a customer. Everything that reaches people (channels, outbox, conversations,
 * live streams) is out of this file's sight: it has reads, the agents, and a place for its results.
 *
 * The agent itself is really asked, and what its own tools do they do. So it does not learn who the
 * turn came from: no number, no platform id, no session or user id that a customer has.
 */
import { v5 as uuidV5 } from 'uuid'
import type { DryRun, DryRunEvent, StartDryRun } from '../../../../src-shared/contract/playground.ts'
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import { AgentBreakers } from '../../agents/breaker.ts'
import { type AgentResult, callAgent } from '../../agents/call.ts'
import type { AgentConfig, AgentRequest } from '../../agents/port.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import { splitAnswer } from '../../channels/split-text.ts'
import { buildAgentRequest } from '../../pipeline/think/agent-request.ts'
import { shopFacts } from '../../pipeline/think/facts.ts'
import { causeOf, fallbackText } from '../../pipeline/think/fallback.ts'
import { OID_NAMESPACE } from '../../pipeline/think/session.ts'
import { newId } from '../../runtime/ids.ts'
import { hiderOf } from '../../secrets/hide.ts'
import type { StorageReads, StorageWrites } from '../../storage/port.ts'
import { createGrowth } from './growth.ts'
import { createEventQueue } from './queue.ts'

const AT_ONCE = 4
const TIMEOUT_MAX_MS = 300_000
const KEPT_SESSIONS = 100
/** What is kept of an answer and of each payload; an answer that long is a fault to be seen, not read. */
const KEPT_CHARACTERS = 200_000

export interface DryRunStorage
  extends Pick<
      StorageReads,
      | 'getTrace'
      | 'getConversation'
      | 'getContact'
      | 'turnMessages'
      | 'history'
      | 'readMedia'
      | 'mediaTextOf'
      | 'findMessage'
      | 'getSummary'
      | 'listLabels'
      | 'listNotes'
    >,
    Pick<StorageWrites, 'saveDryRun'> {}

interface Options {
  storage: DryRunStorage
  instances: Pick<InstanceService, 'get'>
  agents: AgentRegistry
  agentProfiles: Pick<AgentProfiles, 'find' | 'configOf' | 'configOnTry'>
  now: () => number
}

export interface DryRuns {
  /** Begins one run; its events follow. Ending the iteration (or the signal) stops it. Rejects with OmniError if it cannot begin. */
  run(input: StartDryRun, signal: AbortSignal): Promise<AsyncGenerator<DryRunEvent, void>>
}

export function createDryRuns({ storage, instances, agents, agentProfiles, now }: Options): DryRuns {
  let underWay = 0
  const sessions = new Map<string, string>()

  async function requestFor(input: StartDryRun, settingsOf: RunningInstance, id: string): Promise<AgentRequest> {
    const { source } = input
    const key = input.sessionKey ?? id
    const { record } = settingsOf
    const platformId = `dry-run-${key}`
    const nobody: Pick<AgentRequest, 'sender' | 'session' | 'chat' | 'channelPayload' | 'instance' | 'turnId' | 'summary' | 'facts'> = {
      turnId: `dry-run-${id}`,
      sender: { userId: uuidV5(platformId, OID_NAMESPACE), name: 'Test customer', phoneNumber: null, platformId },
      session: {
        name: `${record.behaviour.sessionPrefix}dryrun_${record.name}_${key}`,
        id: sessions.get(key) ?? null,
        isNew: !sessions.has(key),
      },
      chat: { externalId: platformId, kind: 'direct', name: null },
      channelPayload: { instance: record.name, channel: record.channel, dry_run: true },
      instance: { id: record.id, name: record.name, channel: record.channel },
      summary: null,
      facts: { customer: {}, shop: shopFacts(record, now()) },
    }
    if (source.type === 'text') {
      const history = source.history.map((said) => ({ ...said, at: new Date(now()).toISOString() }))
      const session = { ...nobody.session, isNew: nobody.session.isNew && history.length === 0 }
      return { ...nobody, session, text: source.text, kind: 'text', media: [], quotedText: null, history }
    }
    const turn = await storage.getTrace(source.traceId)
    if (turn === null) throw new OmniError('not_found', 'This trace no longer exists.')
    const conversation = turn.conversationId === null ? null : await storage.getConversation(turn.conversationId)
    const [first, ...others] = (await storage.turnMessages(turn.id)).filter(({ author }) => author === 'customer' || author === 'phone')
    if (conversation === null || first === undefined)
      throw new OmniError('not_found', 'The messages of this trace are no longer stored, so it cannot be run again.')
    const contact = turn.contactId === null ? null : await storage.getContact(turn.contactId)
    const { profileId = instances.get(input.agent.instanceName).record.agentProfileId } = input.agent
    const { usesPersonalData = true, takesImages = false } = agentProfiles.find(profileId)?.flags ?? {}
    const asked = await buildAgentRequest(
      storage,
      record,
      { turnId: turn.id, conversation, contact, messages: [first, ...others] },
      now(),
      // Its session is one of its own, with nothing before what is shown.
      { summarizes: false, usesPersonalData, takesImages },
    )
    // Greeted then or not: a session of the real conversation was new after so long a silence.
    const sinceMs = Date.parse(turn.receivedAt) - record.behaviour.sessionTimeoutMs
    const isNew = !asked.history.some(({ at }) => Date.parse(at) >= sinceMs)
    return {
      ...asked,
      ...nobody,
      session: { ...nobody.session, isNew: nobody.session.isNew && isNew },
      sender: { ...nobody.sender, name: asked.sender.name ?? nobody.sender.name },
      chat: { ...nobody.chat, kind: conversation.kind },
    }
  }

  function configFor({ agent }: StartDryRun, owner: RunningInstance): AgentConfig {
    const { profileId = owner.record.agentProfileId, settings, secrets } = agent
    const house = { ...owner.record.house, ...agent.house }
    const { kind, timeoutMs } = agentProfiles.configOf(profileId, house)
    const config = agentProfiles.configOnTry(
      { id: agentProfiles.find(profileId)?.id, kind, settings: settings ?? {}, secrets: secrets ?? {} },
      house,
    )
    return { ...config, timeoutMs: Math.min(timeoutMs, TIMEOUT_MAX_MS) }
  }

  function remember(key: string, sessionId: string): void {
    sessions.delete(key)
    sessions.set(key, sessionId)
    const [oldest] = sessions.keys()
    if (sessions.size > KEPT_SESSIONS && oldest !== undefined) sessions.delete(oldest)
  }

  async function run(input: StartDryRun, signal: AbortSignal): Promise<AsyncGenerator<DryRunEvent, void>> {
    const owner = instances.get(input.agent.instanceName)
    const source = input.source.type === 'trace' ? await storage.getTrace(input.source.traceId) : null
    const settingsOf = instances.get(input.settingsOf ?? source?.instanceName ?? owner.record.name)
    const id = newId()
    const request = await requestFor(input, settingsOf, id)
    if (underWay >= AT_ONCE) throw new OmniError('rate_limited', `${AT_ONCE} test runs are under way. Wait for one to end, or stop one.`)

    const controller = new AbortController()
    const stop = () => controller.abort()
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    const config = configFor(input, owner)
    const backend = backendFor(agents, config.kind)
    const agentName = config.name
    const startedAt = performance.now()
    const growth = createGrowth(() => performance.now() - startedAt)
    const queue = createEventQueue()
    const facts = { id, input, settingsOf, owner, config, agentName, request, startedAtIso: new Date(now()).toISOString() }

    queue.push({ type: 'started', id, agentName })
    underWay += 1
    callAgent(backend, request, config, {
      // Breakers of its own: a try neither trips nor is stopped by those of the conversations.
      breakers: new AgentBreakers(),
      signal: controller.signal,
      onDelta: (text) => {
        growth.delta(text)
        queue.push({ type: 'delta', text })
      },
      onTool: (name, status) => {
        growth.tool(name, status)
        queue.push({ type: 'tool', name, status })
      },
      onRestart: () => {
        growth.restart()
        queue.push({ type: 'restarted' })
      },
    })
      .then(async (result) => {
        if (result.ok && result.sessionId !== null && input.sessionKey !== undefined) remember(input.sessionKey, result.sessionId)
        const run = describe(facts, result, growth, performance.now() - startedAt)
        // Kept even if nobody listens any more.
        await storage.saveDryRun(run)
        queue.push({ type: 'done', run })
      })
      .finally(() => {
        underWay -= 1
        signal.removeEventListener('abort', stop)
      })
      .then(queue.end, queue.fail)
    return listen(queue, stop)
  }

  return { run }
}

async function* listen(queue: AsyncIterable<DryRunEvent>, stop: () => void): AsyncGenerator<DryRunEvent, void> {
  try {
    yield* queue
  } finally {
    stop()
  }
}

interface Facts {
  id: string
  input: StartDryRun
  settingsOf: RunningInstance
  owner: RunningInstance
  config: AgentConfig
  agentName: string
  request: AgentRequest
  startedAtIso: string
}

function describe(facts: Facts, result: AgentResult, growth: ReturnType<typeof createGrowth>, durationMs: number): DryRun {
  const { id, input, settingsOf, owner, config, agentName, request } = facts
  const { agent, source } = input
  const { behaviour } = settingsOf.record
  const hideOwnKey = hiderOf(Object.values(config.secrets))
  const hide = (text: string) => hideOwnKey(owner.hideSecrets(settingsOf.hideSecrets(text)))
  const last = result.attempts.at(-1)
  const isCancelled = !result.ok && result.code === 'cancelled'
  const answer = (result.ok ? result.text : growth.text()).slice(0, KEPT_CHARACTERS)
  const spoken = result.ok ? result.text : isCancelled ? '' : fallbackText(behaviour, causeOf(result.code))
  const json = (value: unknown) => (value === undefined || value === null ? null : hide(JSON.stringify(value)).slice(0, KEPT_CHARACTERS))
  return {
    id,
    isDryRun: true,
    instanceName: settingsOf.record.name,
    traceId: source.type === 'trace' ? source.traceId : null,
    text: request.text.slice(0, KEPT_CHARACTERS),
    agent: {
      instanceName: owner.record.name,
      kind: config.kind,
      name: agentName,
      isChanged: [agent.profileId, agent.settings, agent.house, agent.secrets].some((changed) => changed !== undefined),
    },
    outcome: result.ok ? 'answered' : isCancelled ? 'cancelled' : 'failed',
    answer: answer === '' ? null : hide(answer),
    wouldSend: splitAnswer(hide(spoken).slice(0, KEPT_CHARACTERS), {
      splitting: behaviour.splitting,
      maxLength: settingsOf.driver.capabilities.maxTextLength,
    }),
    error: result.ok ? null : hide(result.message),
    errorCode: result.ok ? null : result.code,
    startedAt: facts.startedAtIso,
    durationMs: Math.round(durationMs),
    firstDeltaMs: growth.firstDeltaMs(),
    tries: result.attempts.length,
    growth: growth.points(),
    tools: growth.tools(),
    tokens: result.ok && result.usage !== null ? { input: result.usage.inputTokens, output: result.usage.outputTokens } : null,
    wantsHandover: result.ok && result.wantsHandover,
    request: json(last?.request),
    response: json(last === undefined || last.reasoning === '' ? last?.raw : { reasoning: last.reasoning, answer: last.raw }),
  }
}
