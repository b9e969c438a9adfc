/** The form of the tunnel: the chosen way, and what was typed into the fields of each. */
import type { Field } from '../../../../src-shared/contract/fields.ts'
import type { TunnelProviderType, TunnelSetup } from '../../../../src-shared/contract/tunnel.ts'
import { firstChoices, shownFields } from '../../../../src-shared/declared-form.ts'
import type { FieldValues } from '../../../components/fields/field-values.ts'
import { changedSecrets, movedSecrets, savedSecrets } from '../../../components/fields/secrets.ts'

export interface TunnelDraft {
  providerId: string
  forms: Record<string, FieldValues>
}

const EMPTY: FieldValues = { settings: {}, secrets: {} }

/** Only what the form has: what a way learned and keeps beside it, such as the key of a server, is not the form's to send back. */
function inForm(fields: readonly Field[], settings: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    fields.flatMap(({ kind, name }) => (kind === 'secret' || settings[name] === undefined ? [] : [[name, settings[name]]])),
  )
}

export function draftOf({ providerId, providers, settings }: TunnelSetup): TunnelDraft {
  const forms = providers.map((way) => [
    way.id,
    { settings: { ...firstChoices(way.fields), ...inForm(way.fields, settings[way.id] ?? {}) }, secrets: {} },
  ])
  return { providerId, forms: Object.fromEntries(forms) }
}

export const formOf = ({ forms }: TunnelDraft, providerId: string): FieldValues => forms[providerId] ?? EMPTY

/**
 * The saved secrets that were typed for another server. Where a way has no field for an address of the web, only the
 * hub knows: it refuses one of them.
 */
export function movedIn(way: TunnelProviderType, setup: TunnelSetup, values: FieldValues, refused: string | null): string[] {
  const hasSecrets = setup.hasSecrets[way.id] ?? {}
  if (refused !== null && hasSecrets[refused] === true) return savedSecrets(way.fields, values.settings, hasSecrets)
  return movedSecrets(way.fields, setup.settings[way.id] ?? {}, values.settings, hasSecrets)
}

export function saveInput(way: TunnelProviderType, { settings, secrets }: FieldValues, moved: readonly string[]) {
  const fields = shownFields(way.fields, settings)
  const asked = new Set(fields.map(({ name }) => name))
  // What was emptied is said to be empty: a field that is left out stays as it is saved.
  const emptied = fields.flatMap(({ kind, name }) => (kind === 'number' && settings[name] === undefined ? [[name, '']] : []))
  return {
    providerId: way.id,
    settings: { ...inForm(fields, settings), ...Object.fromEntries(emptied) },
    secrets: changedSecrets(Object.fromEntries(Object.entries(secrets).filter(([name]) => asked.has(name))), moved),
  }
}
