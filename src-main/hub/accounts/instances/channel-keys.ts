/**
 * What a channel remembers for itself, beside its settings and few secrets: thousands of small
 * entries, such as the keys of a linked device. Every value is sealed for its instance and place,
 * so it can neither be read in the database nor moved to another row.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import type { ChannelKeys } from '../../channels/port.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Storage } from '../../storage/port.ts'

/**
 * `isOver`: the hub has stopped, and its storage with it. Libraries that work on for a moment then find
 * nothing, and what they would save fails with `OmniError('cancelled')`. Everything is answered: what waits
 * forever holds the library's locks, some of which (libsignal's new sessions) are the whole process's.
 */
export function createChannelKeys(
  storage: Pick<Storage, 'channelKeys' | 'saveChannelKeys' | 'clearChannelKeys'>,
  vault: Vault,
  instanceName: string,
  isOver: () => boolean,
): ChannelKeys {
  const scope = (category: string, id: string): string => `instance/${instanceName}/keys/${category}/${id}`

  const orElse = <T>(work: Promise<T>, afterTheEnd: () => T): Promise<T> =>
    work.catch((error: unknown) => {
      if (!isOver()) throw error
      return afterTheEnd()
    })
  const cancelled = (): never => {
    throw new OmniError('cancelled', 'Omni was stopped.')
  }

  return {
    async get(category, ids) {
      const sealed = await orElse<Record<string, string>>(storage.channelKeys(instanceName, category, ids), () => ({}))
      const values: Record<string, string> = {}
      const unreadable: string[] = []
      for (const [id, value] of Object.entries(sealed)) {
        try {
          values[id] = vault.open(scope(category, id), value)
        } catch (error) {
          if (!(error instanceof OmniError)) throw error
          unreadable.push(id)
        }
      }
      return { values, unreadable }
    },
    set(entries) {
      const sealed = entries.map(({ category, id, value }) => ({
        category,
        id,
        value: value === null ? null : vault.seal(scope(category, id), value),
      }))
      return orElse(storage.saveChannelKeys(instanceName, sealed), cancelled)
    },
    clear: (categories) => orElse(storage.clearChannelKeys(instanceName, categories), cancelled),
  }
}
