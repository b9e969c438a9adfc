/**
 * Who answers: the saved agents with their secrets. All of them are in memory; the database is
 * written behind every change. A profile is shared by the instances that point to it.
 */
import {
  type AgentHealth,
  type AgentOnTry,
  agentFlagsSchema,
  type CreateAgentProfile,
  type UpdateAgentProfile,
} from '../../../../src-shared/contract/agents.ts'
import type { Behaviour, HouseTexts } from '../../../../src-shared/contract/instances.ts'
import type { Routing } from '../../../../src-shared/contract/routing.ts'
import { shownFields } from '../../../../src-shared/declared-form.ts'
import { errorMessage, OmniError } from '../../../../src-shared/errors.ts'
import { HOUSE_PROFILE_ID } from '../../../../src-shared/house-profile.ts'
import { secretAddress } from '../../../../src-shared/secret-address.ts'
import type { AgentBackend, AgentConfig, LateReplies } from '../../agents/port.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { LiveBus } from '../../live/bus.ts'
import type { Logger } from '../../observe/logger.ts'
import { newId } from '../../runtime/ids.ts'
import { type AddressedSecret, openAddressed, refuseOtherAddress, sealAddressed, withAddress } from '../../secrets/addressed.ts'
import { hiderOf } from '../../secrets/hide.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Storage } from '../../storage/port.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'

export interface AgentProfiles {
  load(): Promise<void>
  /** Oldest first; the built-in one among them. */
  list(): AgentProfileRecord[]
  find(id: string): AgentProfileRecord | null
  /** Throws OmniError('not_found'). */
  get(id: string): AgentProfileRecord
  usedBy(id: string): string[]
  /** `madeFor`: see {@link AgentProfileRecord}. Throws a ZodError that names the field that does not fit. */
  create(input: CreateAgentProfile, madeFor?: string): Promise<AgentProfileRecord>
  /** Throws SecretNeeded when a saved secret would go to another address; so does a copy. */
  update(input: UpdateAgentProfile): Promise<AgentProfileRecord>
  /** Throws what `update` would throw, or `create` with it as the model where another kind is named; changes nothing. */
  check(input: UpdateAgentProfile & { kind?: string }): void
  /** Throws OmniError('conflict') while an instance uses it, or another agent has it write summaries. */
  remove(id: string): Promise<void>
  /** Does it anything for others than that instance? */
  isShared(id: string, instanceName: string): boolean
  /** Removes those that nobody uses. */
  dropUnused(ids: string[]): Promise<void>
  /** The instance is gone: what was made for it alone goes, too. */
  forgetInstance(name: string): Promise<void>
  /** Everything that asking it takes. A profile that is gone counts as the built-in one. */
  configOf(id: string, house: HouseTexts): AgentConfig
  /** As it is on somebody's screen; what is not given is as it is saved. Throws SecretNeeded like `update`. */
  configOnTry(agent: AgentOnTry, house: HouseTexts): AgentConfig
  /** Could it answer as it is set up? */
  isSetUp(id: string, house: HouseTexts): boolean
  /** What came of a call, for its health; `error` is one plain sentence. */
  noteCall(id: string, error: string | null): void
  /** The text without the secrets of this profile. */
  hideSecrets(id: string, text: string): string
}

interface Options {
  storage: Pick<Storage, 'listAgentProfiles' | 'saveAgentProfile' | 'removeAgentProfile'>
  vault: Vault
  agents: AgentRegistry
  bus: LiveBus
  log: Logger
  now: () => number
  replies: LateReplies
  instances: () => {
    name: string
    displayName: string
    agentProfileId: string
    routing: Routing
    behaviour: Pick<Behaviour, 'answerCache' | 'mediaText'>
  }[]
  /** Who answers for these instances is another, or has another address or key. */
  onChanged: (instanceNames: string[]) => void
}

const scopeOf = (id: string, field: string): string => `agent-profile/${id}/${field}`

const NO_HEALTH: AgentHealth = { state: 'unknown', lastOkAt: null, lastError: null }

export function createAgentProfiles(options: Options): AgentProfiles {
  const { storage, vault, agents, bus, log, now } = options
  const profiles = new Map<string, AgentProfileRecord>()
  const opened = new Map<string, AddressedSecret>()
  const hiders = new WeakMap<AgentProfileRecord['secrets'], (text: string) => string>()
  const iso = () => new Date(now()).toISOString()

  function find(id: string): AgentProfileRecord | null {
    return profiles.get(id) ?? null
  }

  function get(id: string): AgentProfileRecord {
    const profile = find(id)
    if (profile === null) throw new OmniError('not_found', 'This agent does not exist any more.')
    return profile
  }

  const usedBy = (id: string): string[] =>
    options.instances().flatMap(({ name, agentProfileId, routing, behaviour }) => {
      const hears = behaviour.mediaText.voice.agentProfileId
      const nears = behaviour.answerCache.similar.profileId
      const uses = [agentProfileId, hears, nears, routing.classifierProfileId, ...routing.rules.map((rule) => rule.agentProfileId)]
      return uses.includes(id) ? [name] : []
    })

  /** Those that cannot be read any more are left out: the agent then refuses, and says so. */
  function openedOf({ id, secrets }: AgentProfileRecord): Record<string, AddressedSecret> {
    const plain: Record<string, AddressedSecret> = {}
    for (const [field, { scope, sealed }] of Object.entries(secrets)) {
      try {
        const value = opened.get(sealed) ?? openAddressed(vault, scope, sealed)
        opened.set(sealed, value)
        plain[field] = value
      } catch (error) {
        log.error({ agent: id, error: errorMessage(error) }, 'a secret of an agent cannot be read')
      }
    }
    return plain
  }

  /** Those that were typed for this address. */
  function secretsFor(record: AgentProfileRecord, address: string): Record<string, string> {
    const fitting = Object.entries(openedOf(record)).filter(([, opened]) => opened.address === address)
    return Object.fromEntries(fitting.map(([field, { secret }]) => [field, secret]))
  }

  const addressIn = (kind: string, settings: Record<string, unknown>) => secretAddress(agents[kind]?.type.fields ?? [], settings)

  /** Throws SecretNeeded when what is saved of `model`, and not given, would go to another address. */
  function refuseStray(model: AgentProfileRecord, { type }: AgentBackend, settings: Record<string, unknown>, given: object): void {
    const saved = openedOf(model)
    refuseOtherAddress(
      shownFields(type.fields, settings),
      secretAddress(type.fields, settings),
      { ...given },
      (field) => saved[field]?.address ?? null,
    )
  }

  /** Of what is saved, as many as the kind has a place for. */
  function copied(model: AgentProfileRecord, id: string, { type }: AgentBackend): AgentProfileRecord['secrets'] {
    const places = type.fields.flatMap(({ kind, name }) => (kind === 'secret' ? [name] : []))
    const kept = Object.entries(openedOf(model)).filter(([field]) => places.includes(field))
    return Object.fromEntries(
      kept.map(([field, addressed]) => [field, { scope: scopeOf(id, field), sealed: sealAddressed(vault, scopeOf(id, field), addressed) }]),
    )
  }

  function withSecrets(id: string, before: AgentProfileRecord['secrets'], changes: Record<string, string | null>, address: string) {
    const secrets = { ...before }
    for (const [field, value] of Object.entries(changes)) {
      const scope = scopeOf(id, field)
      if (value === null || value === '') delete secrets[field]
      else secrets[field] = { scope, sealed: sealAddressed(vault, scope, { secret: value, address }) }
    }
    return secrets
  }

  /** Those of a database from before secrets had an address. */
  function bound({ kind, settings, secrets }: AgentProfileRecord): AgentProfileRecord['secrets'] {
    const bind = ({ scope, sealed }: { scope: string; sealed: string }) => ({
      scope,
      sealed: withAddress(vault, scope, sealed, addressIn(kind, settings)),
    })
    return Object.fromEntries(Object.entries(secrets).map(([field, saved]) => [field, bind(saved)]))
  }

  /** Its settings after a change, or those of a copy of this kind. */
  function checkedSettings(
    before: AgentProfileRecord,
    { kind = before.kind, settings, secrets }: Pick<UpdateAgentProfile, 'settings' | 'secrets'> & { kind?: string },
  ): Record<string, unknown> {
    const backend = backendFor(agents, kind)
    const changed = backend.parseSettings({ ...(kind === before.kind ? before.settings : {}), ...settings })
    refuseStray(before, backend, changed, secrets ?? {})
    return changed
  }

  async function save(record: AgentProfileRecord): Promise<AgentProfileRecord> {
    await storage.saveAgentProfile(record)
    profiles.set(record.id, record)
    bus.publish({ type: 'agents.changed' })
    return record
  }

  function configFor(record: AgentProfileRecord, house: HouseTexts): AgentConfig {
    return {
      kind: record.kind,
      name: record.name,
      settings: record.settings,
      secrets: secretsFor(record, addressIn(record.kind, record.settings)),
      timeoutMs: record.timeoutMs,
      takesImages: record.flags.takesImages,
      house,
      replies: options.replies,
      onSettingsLearned: (settings) => {
        const current = find(record.id)
        if (current === null || current.kind !== record.kind) return
        const learned = { ...current, settings: { ...current.settings, ...settings } }
        // At once: what is noted of this very call must not put the old settings back.
        profiles.set(record.id, learned)
        save(learned).catch((error: unknown) => log.error({ agent: record.id, error: errorMessage(error) }, 'saving an agent failed'))
      },
    }
  }

  const writesFor = (id: string) => [...profiles.values()].filter(({ flags }) => flags.summarizes && flags.summaryProfileId === id)

  async function drop(id: string): Promise<boolean> {
    if (!(await storage.removeAgentProfile(id))) return false
    profiles.delete(id)
    bus.publish({ type: 'agents.changed' })
    return true
  }

  return {
    async load() {
      for (const saved of await storage.listAgentProfiles()) {
        // What a later version added has its default.
        const record = { ...saved, flags: agentFlagsSchema.parse(saved.flags), secrets: bound(saved) }
        const isHouse = record.id === HOUSE_PROFILE_ID
        // The built-in agent is called what its back end is called.
        profiles.set(record.id, isHouse ? { ...record, name: backendFor(agents, record.kind).type.name } : record)
      }
    },
    list: () => [...profiles.values()],
    find,
    get,
    usedBy,

    async create(input, madeFor) {
      const model = input.copyOf === undefined ? null : get(input.copyOf)
      const id = newId()
      const at = iso()
      const backend = backendFor(agents, input.kind)
      const settings = model === null ? backend.parseSettings(input.settings) : checkedSettings(model, input)
      return save({
        id,
        name: input.name,
        kind: input.kind,
        settings,
        secrets: withSecrets(id, model === null ? {} : copied(model, id, backend), input.secrets, addressIn(input.kind, settings)),
        timeoutMs: input.timeoutMs,
        flags: input.flags,
        health: NO_HEALTH,
        madeFor: madeFor ?? null,
        createdAt: at,
        updatedAt: at,
      })
    },

    check: ({ id, ...input }) => void checkedSettings(get(id), input),

    async update({ id, ...input }) {
      const before = get(id)
      const settings = checkedSettings(before, input)
      const record: AgentProfileRecord = {
        ...before,
        name: id === HOUSE_PROFILE_ID ? before.name : (input.name ?? before.name),
        settings,
        secrets: withSecrets(id, before.secrets, input.secrets ?? {}, addressIn(before.kind, settings)),
        timeoutMs: input.timeoutMs ?? before.timeoutMs,
        flags: { ...before.flags, ...input.flags },
        updatedAt: iso(),
      }
      await save(record)
      options.onChanged(usedBy(id))
      return record
    },

    async remove(id) {
      const { name } = get(id)
      if (id === HOUSE_PROFILE_ID) throw new OmniError('conflict', 'The house agent is built in and stays.')
      const names = new Set(usedBy(id))
      const shown = options.instances().flatMap((one) => (names.has(one.name) ? [one.displayName] : []))
      if (shown.length > 0)
        throw new OmniError('conflict', `"${name}" answers for ${shown.join(', ')}. Let another agent answer there first.`)
      const others = writesFor(id)
      if (others.length > 0)
        throw new OmniError(
          'conflict',
          `"${name}" writes the summaries for ${others.map((one) => one.name).join(', ')}. Let another agent write them first.`,
        )
      if (!(await drop(id))) throw new OmniError('not_found', 'This agent does not exist any more.')
    },

    isShared: (id, name) => usedBy(id).some((one) => one !== name) || writesFor(id).length > 0,

    async dropUnused(ids) {
      for (const id of ids) if (usedBy(id).length === 0 && writesFor(id).length === 0) await drop(id)
    },

    async forgetInstance(name) {
      await this.dropUnused([...profiles.values()].flatMap(({ id, madeFor }) => (madeFor === name ? [id] : [])))
      // Those that others have come to use stay with them: to a later instance of that name they are foreign.
      for (const left of [...profiles.values()]) if (left.madeFor === name) await save({ ...left, madeFor: null })
    },

    configOf: (id, house) => configFor(find(id) ?? get(HOUSE_PROFILE_ID), house),

    configOnTry(agent, house) {
      const saved = agent.id === undefined ? null : get(agent.id)
      const base = saved?.kind === agent.kind ? saved : null
      const backend = backendFor(agents, agent.kind)
      const settings = base === null ? backend.parseSettings(agent.settings) : checkedSettings(base, agent)
      const known = base === null ? {} : secretsFor(base, addressIn(base.kind, settings))
      return {
        kind: agent.kind,
        name: saved?.name ?? backend.type.name,
        settings,
        secrets: Object.fromEntries(
          Object.entries({ ...known, ...agent.secrets }).flatMap(([field, secret]) => (secret === null ? [] : [[field, secret]])),
        ),
        timeoutMs: agent.timeoutMs ?? saved?.timeoutMs ?? 60_000,
        takesImages: saved?.flags.takesImages ?? false,
        house,
        replies: null,
      }
    },

    isSetUp(id, house) {
      const record = find(id)
      return record !== null && backendFor(agents, record.kind).isSetUp(record.settings, house)
    },

    noteCall(id, error) {
      const before = find(id)
      if (before === null) return
      const health: AgentHealth =
        error === null
          ? { ...before.health, state: 'ok', lastOkAt: iso() }
          : { ...before.health, state: 'failing', lastError: { message: error, at: iso() } }
      const record = { ...before, health }
      profiles.set(id, record)
      // A call that ends as the one before is not reported: the database is not written for every answer.
      if (health.state === before.health.state && health.lastError?.message === before.health.lastError?.message) return
      save(record).catch((failure: unknown) => log.error({ agent: id, error: errorMessage(failure) }, 'saving an agent failed'))
    },

    hideSecrets(id, text) {
      const record = find(id)
      if (record === null) return text
      let hide = hiders.get(record.secrets)
      if (hide === undefined) {
        hide = hiderOf(Object.values(openedOf(record)).map(({ secret }) => secret))
        hiders.set(record.secrets, hide)
      }
      return hide(text)
    },
  }
}
