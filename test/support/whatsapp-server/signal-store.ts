/** Signal keys in memory, for the people of the fake server. */
import { addTransactionCapability, type SignalDataSet, type SignalDataTypeMap, type SignalKeyStoreWithTransaction } from 'baileys'
import { pino } from 'pino'

export const quiet = pino({ level: 'silent' })

export function memoryKeys(): SignalKeyStoreWithTransaction {
  const values = new Map<string, unknown>()
  return addTransactionCapability(
    {
      get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
        const found: { [id: string]: SignalDataTypeMap[T] } = {}
        for (const id of ids) {
          const value = values.get(`${type}:${id}`)
          if (value !== undefined) found[id] = value as SignalDataTypeMap[T]
        }
        return found
      },
      set(data: SignalDataSet) {
        for (const [type, entries] of Object.entries(data))
          for (const [id, value] of Object.entries(entries ?? {}))
            if (value === null) values.delete(`${type}:${id}`)
            else values.set(`${type}:${id}`, value)
      },
    },
    quiet,
    { maxCommitRetries: 1, delayBetweenTriesMs: 1 },
  )
}
