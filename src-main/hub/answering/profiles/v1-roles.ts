/**
 * Omni v1 named up to three agents beside an instance's own: for technical questions, billing and
 * sales. Here each is a profile made for the instance, and a rule that sends it what is its business.
 */
import { agentFlagsSchema } from '../../../../src-shared/contract/agents.ts'
import type { Route, Routing } from '../../../../src-shared/contract/routing.ts'
import { backendFor } from '../../agents/registry.ts'
import type { AgentProfileRecord } from '../../storage/records.ts'
import type { AgentSources } from './of-instance.ts'
import { askForKey, fieldsOf, settingsFor, V1_DEFAULTS } from './v1-fields.ts'

export const V1_ROLES = ['technical', 'billing', 'sales'] as const
type V1Role = (typeof V1_ROLES)[number]

/** Undefined: as it is. Null or empty: gone. */
export type V1RoleAgents = Partial<Record<V1Role, { url?: string | null; key?: string | null }>>

/** v1 named no words, so these stand for them, in the languages of the product; people change them in the panel. */
const WORDS: Record<V1Role, string[]> = {
  technical: [
    'error',
    'bug',
    'not working',
    'broken',
    'support',
    'erro',
    'não funciona',
    'quebrado',
    'suporte',
    'no funciona',
    'roto',
    'soporte',
  ],
  billing: [
    'invoice',
    'bill',
    'payment',
    'refund',
    'charge',
    'boleto',
    'fatura',
    'pagamento',
    'reembolso',
    'cobrança',
    'factura',
    'pago',
    'cobro',
  ],
  sales: [
    'price',
    'quote',
    'buy',
    'order',
    'discount',
    'preço',
    'orçamento',
    'comprar',
    'pedido',
    'desconto',
    'precio',
    'presupuesto',
    'descuento',
  ],
}

const ruleId = (role: V1Role): string => `v1-${role}`

interface RoleFields {
  url?: string | undefined
  key?: string | null | undefined
}

const changesOf = (
  agents: AgentSources['agents'],
  kind: string,
  { url, key }: RoleFields,
): { settings: Record<string, unknown>; secrets: Record<string, string | null> } => ({
  settings: url === undefined ? {} : settingsFor(agents, kind, { url }),
  secrets: key === undefined ? {} : { apiKey: key },
})

/** Throws the 422 for a role whose saved key would go to another address. */
export function checkV1Roles({ agents, agentProfiles: profiles }: AgentSources, { rules }: Routing, roles: V1RoleAgents): void {
  for (const role of V1_ROLES) {
    const { url, key } = roles[role] ?? {}
    const rule = rules.find(({ id }) => id === ruleId(role))
    const profile = rule === undefined ? null : profiles.find(rule.agentProfileId)
    if (profile === null || url == null || url === '') continue
    askForKey(`${role}_agent_key`, () => profiles.check({ id: profile.id, ...changesOf(agents, profile.kind, { url, key }) }))
  }
}

/**
 * Creates, changes and takes away the profiles as the fields say, and gives the rules that go with
 * them. They are of the kind of the instance's `own` agent, and named as it is at their own addresses; where
 * that kind was just chosen (`isKindGiven`), those that are there become of it. Profiles that no rule names any
 * more are in `unused`, to be removed once the rules are saved.
 */
export async function setV1Roles(
  { agents, agentProfiles: profiles }: AgentSources,
  instance: { name: string; routing: Routing },
  roles: V1RoleAgents,
  { own, isKindGiven }: { own: AgentProfileRecord | null; isKindGiven: boolean },
): Promise<{ routing: Routing; unused: string[] }> {
  let { rules } = instance.routing
  const unused: string[] = []
  const kind = own !== null && agents[own.kind]?.v1 !== undefined ? own.kind : V1_DEFAULTS.kind
  const names = backendFor(agents, kind).v1
  for (const role of V1_ROLES) {
    const { url, key } = roles[role] ?? {}
    const rule = rules.find(({ id }) => id === ruleId(role))
    const profile = rule === undefined ? null : profiles.find(rule.agentProfileId)
    // One that others have too, or that a person made, is not changed: the instance gets a copy of its own.
    const isOwn = profile?.madeFor === instance.name && !profiles.isShared(profile.id, instance.name)
    const isOther = isKindGiven && profile?.madeFor === instance.name && profile.kind !== kind
    if (url === null || url === '') {
      rules = rules.filter((one) => one !== rule)
      if (profile?.madeFor === instance.name) unused.push(profile.id)
    } else if (profile !== null && !isOther && isOwn) {
      if (url !== undefined || key !== undefined)
        await profiles.update({ id: profile.id, ...changesOf(agents, profile.kind, { url, key }) })
    } else if (url !== undefined || (profile !== null && (isOther || key !== undefined))) {
      const isCopy = profile !== null && !isOther
      const settings = {
        ...(own?.kind === kind ? own.settings : {}),
        ...settingsFor(agents, kind, { url: url ?? fieldsOf(agents, profile, {}).url }),
        ...names?.ofGuide,
      }
      const made = await profiles.create(
        {
          name: `${instance.name} ${role}`,
          kind: isCopy ? profile.kind : kind,
          settings: isCopy ? changesOf(agents, profile.kind, { url }).settings : settings,
          secrets: key === undefined ? {} : { apiKey: key ?? '' },
          timeoutMs: profile?.timeoutMs ?? V1_DEFAULTS.timeoutMs,
          flags: profile?.flags ?? agentFlagsSchema.parse({ takesImages: true }),
          ...(profile === null ? {} : { copyOf: profile.id }),
        },
        instance.name,
      )
      if (profile?.madeFor === instance.name) unused.push(profile.id)
      const added: Route = {
        id: ruleId(role),
        isOn: true,
        when: { kind: 'intent', intent: role, words: WORDS[role] },
        ...rule,
        agentProfileId: made.id,
      }
      rules = rule === undefined ? [...rules, added] : rules.map((one) => (one === rule ? added : one))
    }
  }
  return { routing: { ...instance.routing, rules }, unused }
}
