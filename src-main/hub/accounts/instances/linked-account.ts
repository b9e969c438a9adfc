/**
 * Which account an instance was last linked to. Whoever started answering did so for that account: where another
 * number is scanned, nobody has said yet that it answers.
 */
import type { InstanceRecord } from '../../storage/records.ts'

const FIELD = 'linked_account'

/** The record as it is once `account` is connected, the same one where nothing changes. */
export function withLinkedAccount(record: InstanceRecord, account: string | null): InstanceRecord {
  const known = record.extra[FIELD]
  if (account === null || known === account) return record
  const isAnother = typeof known === 'string'
  return { ...record, extra: { ...record.extra, [FIELD]: account }, isAnswering: isAnother ? null : record.isAnswering }
}
