/**
 * An instance from an old `.env`: its Evolution server calls without our secret, because it was set up for Omni v1. That is
 * accepted until our own webhook is registered there, which the first call with the secret shows, too.
 */
import type { InstanceRecord } from '../../storage/records.ts'

const FIELD = 'unsigned_until_registered'

/** Kept with the instance. */
export const UNSIGNED_UNTIL_REGISTERED = { [FIELD]: true }
export const OWNER_DECIDED = { [FIELD]: false }

export const UNSIGNED_NOTE = 'Webhook calls without a secret are accepted until this account has registered its own webhook.'

/** Are unsigned calls accepted for now, and not because the owner said so? */
export const isUnsignedForNow = ({ acceptsUnsignedWebhooks, extra }: Pick<InstanceRecord, 'acceptsUnsignedWebhooks' | 'extra'>): boolean =>
  acceptsUnsignedWebhooks && extra[FIELD] === true

interface Instances {
  find(name: string): { record: InstanceRecord } | null
  update(change: { name: string; acceptsUnsignedWebhooks: boolean }): Promise<unknown>
}

/** From now on the secret is wanted; nothing, if the owner has decided meanwhile. */
export async function endUnsigned(instances: Instances, name: string): Promise<void> {
  const record = instances.find(name)?.record
  if (record !== undefined && isUnsignedForNow(record)) await instances.update({ name, acceptsUnsignedWebhooks: false })
}
