/**
 * Omni v1 named up to three agents beside an instance's own: for technical questions, billing and
 * sales. Here each is a profile made for the instance, and a rule that sends it what is its business.
 */
import { agentFlagsSchema } from '../../../src-shared/contract/agents.ts'
import type { Route, Routing } from '../../../src-shared/contract/routing.ts'
import type { AgentProfiles } from './service.ts'

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

/**
 * Creates, changes and takes away the profiles as the fields say, and gives the rules that go with
 * them. Profiles that no rule names any more are in `unused`, to be removed once the rules are saved.
 */
export async function setV1Roles(
  profiles: Pick<AgentProfiles, 'find' | 'create' | 'update'>,
  instance: { name: string; routing: Routing },
  agents: V1RoleAgents,
): Promise<{ routing: Routing; unused: string[] }> {
  let { rules } = instance.routing
  const unused: string[] = []
  for (const role of V1_ROLES) {
    const { url, key } = agents[role] ?? {}
    const rule = rules.find(({ id }) => id === ruleId(role))
    const profile = rule === undefined ? null : profiles.find(rule.agentProfileId)
    if (url === null || url === '') {
      rules = rules.filter((one) => one !== rule)
      if (profile?.madeFor === instance.name) unused.push(profile.id)
    } else if (profile !== null) {
      if (url !== undefined || key !== undefined)
        await profiles.update({
          id: profile.id,
          settings: url === undefined ? {} : { url },
          secrets: key === undefined ? {} : { apiKey: key },
        })
    } else if (url !== undefined) {
      const made = await profiles.create(
        {
          name: `${instance.name} ${role}`,
          kind: 'automagik',
          settings: { url },
          secrets: key ? { apiKey: key } : {},
          timeoutMs: 60_000,
          flags: agentFlagsSchema.parse({ takesImages: true }),
        },
        instance.name,
      )
      const added: Route = {
        id: ruleId(role),
        isOn: true,
        when: { kind: 'intent', intent: role, words: WORDS[role] },
        agentProfileId: made.id,
      }
      rules = rule === undefined ? [...rules, added] : rules.map((one) => (one === rule ? added : one))
    }
  }
  return { routing: { ...instance.routing, rules }, unused }
}
