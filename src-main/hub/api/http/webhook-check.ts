/** Is a call from the platform of the instance that it is for? Each throws OmniError('unauthorized') when it is not. */
import { OmniError } from '../../../../src-shared/errors.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { WEBHOOK_SECRET } from '../../accounts/instances/secrets.ts'
import type { InstanceService } from '../../accounts/instances/service.ts'
import { endUnsigned, isUnsignedForNow } from '../../accounts/instances/unsigned-until-registered.ts'
import type { SignedCall, WebhookDeclaration } from '../../channels/port.ts'
import { isSameSecret } from './same-secret.ts'

export const notGenuine = () => new OmniError('unauthorized', 'The webhook secret is missing or wrong.')

/** By the secret in its header, unless the owner does without. */
export function checkSecret(instances: InstanceService, instance: RunningInstance, given: string | string[] | undefined): void {
  const { record } = instance
  if (record.acceptsUnsignedWebhooks && !isUnsignedForNow(record)) return
  const expected = instance.secret(WEBHOOK_SECRET)
  const isSigned = expected !== null && isSameSecret(given, expected)
  // Where it cannot be saved, the next signed call tries again.
  if (isSigned && record.acceptsUnsignedWebhooks) endUnsigned(instances, record.name).catch(() => undefined)
  if (!isSigned && !record.acceptsUnsignedWebhooks) throw notGenuine()
}

/** By the platform's signature over its bytes, without which nothing is ever taken. */
export function checkSignature(
  instance: RunningInstance,
  { verify }: Extract<WebhookDeclaration['verification'], { by: 'signature' }>,
  call: Omit<SignedCall, 'secret'>,
): void {
  const verdict = verify({ ...call, secret: (field) => instance.secret(field) })
  if (verdict !== 'ok') throw new OmniError('unauthorized', instance.hideSecrets(verdict.refused))
}
