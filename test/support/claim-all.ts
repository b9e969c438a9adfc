/** Takes over all that a dead owner of a storage left open, as the next start does. */
import type { CutOff, Storage } from '../../src-main/hub/storage/port.ts'
import type { DeliveryRecord, TurnRecord } from '../../src-main/hub/storage/records.ts'

/** At the time `at`: what was cut off is repeated for the instances of `repeatable`, and unknown for all others. */
export const cutOff = (at: string, repeatable: string[] = []): CutOff => ({
  repeatable,
  repeated: { state: 'pending', error: 'repeated', notBefore: at, at, payloads: [] },
  left: { state: 'unknown', error: 'cut off', at, payloads: [] },
})

export async function claimAll(storage: Storage): Promise<{ turns: TurnRecord[]; deliveries: DeliveryRecord[] }> {
  const { turns, deliveries } = await storage.claimOpenWork(await storage.openWork(), cutOff('2026-01-02T03:04:05.000Z'))
  return { turns: turns.map(({ turn }) => turn), deliveries }
}
