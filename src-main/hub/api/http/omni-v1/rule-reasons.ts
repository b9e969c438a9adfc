/**
 * Reasons of traces for keys that are limited to some instances. A reason quotes the rule that decided, with the
 * owner's own words about a person; of a rule for all instances that is not for such a key to read.
 */
import type { FastifyRequest } from 'fastify'
import { decisionBy } from '../../../guard/rules.ts'
import type { AccessService } from '../../../guard/service.ts'
import { isLimited } from './auth.ts'

const QUOTED = /(allowed|blocked) by rule "(?:allow|block) .*?(?=\.?$)/s

/** What is reported of a rule for all instances. */
export const ofAll = (isAllowed: boolean): string => `${isAllowed ? 'allowed' : 'blocked'} by a rule for all instances`

/** The reason with its rule only if that is one of the instance's own; of a rule that is gone nobody can say whose it was. */
export function reasonFor(request: FastifyRequest, access: Pick<AccessService, 'list'>, instanceName: string, reason: string): string {
  if (!isLimited(request)) return reason
  const own = access.list(instanceName).filter((rule) => rule.instanceName === instanceName)
  return reason.replace(QUOTED, (quoted, decision) =>
    own.some((rule) => decisionBy(rule).reason === quoted) ? quoted : ofAll(decision === 'allowed'),
  )
}
