/** How the tunnel is set up: kept among the settings, secrets sealed, each for the server that it was typed for. */
import * as z from 'zod'
import type { Field } from '../../../src-shared/contract/fields.ts'
import { shownFields, shownSettings } from '../../../src-shared/declared-form.ts'
import { errorMessage, OmniError } from '../../../src-shared/errors.ts'
import type { Logger } from '../observe/logger.ts'
import { openAddressed, refuseOtherAddress, sealAddressed } from '../secrets/addressed.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Storage } from '../storage/port.ts'
import type { TunnelProvider } from './port.ts'

const SETTING = 'tunnel'

/** Fields of another version that do not fit are forgotten, one by one. */
const stateSchema = z.object({
  isOn: z.boolean().catch(false),
  providerId: z.string().catch(''),
  settings: z.record(z.string(), z.record(z.string(), z.unknown())).catch({}),
  secrets: z.record(z.string(), z.record(z.string(), z.string())).catch({}),
  /** The newest proved address: what platforms were told, also while the next start is opening it. */
  publicUrl: z.string().nullable().catch(null),
})
export type StoredTunnel = z.infer<typeof stateSchema>

export interface TunnelChange {
  providerId: string
  settings: Record<string, unknown>
  /** Null removes one. */
  secrets: Record<string, string | null>
}

export interface SetupStore {
  load(): Promise<void>
  get(): StoredTunnel
  keep(part: Partial<Pick<StoredTunnel, 'isOn' | 'publicUrl'>>): Promise<void>
  /** Throws OmniError('bad_request') with `details.field`. */
  save(provider: TunnelProvider, change: TunnelChange): Promise<void>
  keepSettings(providerId: string, patch: Record<string, unknown>): Promise<void>
  /** Decrypted; without those that were typed for another server, belong to another choice, or cannot be read. */
  secretsOf(provider: TunnelProvider): Record<string, string>
  /** The settings as the provider reads them. Throws OmniError('bad_request') with `details.field` where one is missing or wrong. */
  readyFor(provider: TunnelProvider): Record<string, unknown>
}

interface Options {
  storage: Pick<Storage, 'getSetting' | 'setSetting'>
  vault: Vault
  log: Logger
  defaultProviderId: string
}

export function createSetupStore({ storage, vault, log, defaultProviderId }: Options): SetupStore {
  let state = stateSchema.parse({ providerId: defaultProviderId })
  let written: Promise<void> = Promise.resolve()
  const scope = (providerId: string, field: string) => `tunnel/${providerId}/${field}`
  const goTo = (provider: TunnelProvider, settings: Record<string, unknown>) => provider.secretsGoTo?.(settings) ?? ''

  /** In the order of the changes: of two that overlap, the later stays. */
  function change(part: Partial<StoredTunnel>): Promise<void> {
    state = { ...state, ...part }
    const now = state
    written = written.catch(() => undefined).then(() => storage.setSetting(SETTING, now))
    return written
  }

  function opened(provider: TunnelProvider, field: string) {
    const { id } = provider.type
    const sealed = state.secrets[id]?.[field]
    if (sealed === undefined) return null
    try {
      return openAddressed(vault, scope(id, field), sealed)
    } catch (error) {
      log.warn({ provider: id, field, error: errorMessage(error) }, 'a secret of the tunnel cannot be read')
      return null
    }
  }

  function parsed(provider: TunnelProvider, settings: Record<string, unknown>): Record<string, unknown> {
    try {
      return provider.parseSettings(shownSettings(provider.type.fields, settings))
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error
      const [issue] = error.issues
      throw new OmniError('bad_request', issue?.message ?? error.message, { details: { field: String(issue?.path[0] ?? '') } })
    }
  }

  function secretsOf(provider: TunnelProvider): Record<string, string> {
    const { id } = provider.type
    const settings = state.settings[id] ?? {}
    const address = goTo(provider, settings)
    return Object.fromEntries(
      shownFields(provider.type.fields, settings).flatMap(({ kind, name }) => {
        const secret = kind === 'secret' ? opened(provider, name) : null
        return secret === null || secret.address !== address ? [] : [[name, secret.secret]]
      }),
    )
  }

  return {
    async load() {
      state = stateSchema.parse({ providerId: defaultProviderId, ...((await storage.getSetting(SETTING)) as object | null) })
    },
    get: () => state,
    keep: change,
    async save(provider, { settings: given, secrets: givenSecrets }) {
      const { id, fields } = provider.type
      const merged = { ...state.settings[id], ...given }
      // What stands in hidden fields is kept for whoever goes back to the other choice.
      const settings = { ...parsed(provider, merged), ...hiddenIn(fields, merged) }
      const address = goTo(provider, settings)
      refuseOtherAddress(shownFields(fields, settings), address, givenSecrets, (field) => opened(provider, field)?.address ?? null)
      const secrets = { ...state.secrets[id] }
      for (const [field, secret] of Object.entries(givenSecrets)) {
        if (!fields.some(({ kind, name }) => kind === 'secret' && name === field))
          throw new OmniError('bad_request', `This form has no secret "${field.slice(0, 64)}".`, { details: { field } })
        if (secret === null || secret === '') delete secrets[field]
        else secrets[field] = sealAddressed(vault, scope(id, field), { secret, address })
      }
      await change({
        providerId: id,
        settings: { ...state.settings, [id]: settings },
        secrets: { ...state.secrets, [id]: secrets },
      })
    },
    keepSettings: (providerId, patch) =>
      change({ settings: { ...state.settings, [providerId]: { ...state.settings[providerId], ...patch } } }),
    secretsOf,
    readyFor(provider) {
      const saved = state.settings[provider.type.id] ?? {}
      const settings = parsed(provider, saved)
      const secrets = secretsOf(provider)
      const missing = shownFields(provider.type.fields, saved).find(
        ({ kind, name, required }) => required && kind === 'secret' && (secrets[name] ?? '') === '',
      )
      if (missing !== undefined) throw new OmniError('bad_request', `Enter "${missing.label}" first.`, { details: { field: missing.name } })
      return settings
    },
  }
}

function hiddenIn(fields: readonly Field[], settings: Record<string, unknown>): Record<string, unknown> {
  const shown = shownSettings(fields, settings)
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !(name in shown)))
}
