import type { DeliveryRecord } from '../../storage/records.ts'

/** Written by a person, in the panel or by a program of theirs, over REST. */
export const isByPerson = ({ origin }: Pick<DeliveryRecord, 'origin'>): boolean => origin === 'person' || origin === 'api'
