/**
 * Accounts whose data came from a backup. The computer that it was made on may still be connected to them, and two that are
 * linked to one account break its keys and answer everything twice: so none connects before the owner says that the other is off.
 */
import { type HeldAccounts, heldAccountsSchema } from '../../../../src-shared/contract/backups.ts'
import type { Storage } from '../../storage/port.ts'

const SETTING = 'accounts.held'

type Settings = Pick<Storage, 'getSetting' | 'setSetting'>

/** Said of each of them while it is held. */
export const HELD_MESSAGE = 'It came from a backup, and is not connected before you say that the other computer is off.'

/** Holds all accounts that there are, from the next start on. */
export async function holdAccounts(
  storage: Settings & Pick<Storage, 'listInstances'>,
  restored: Pick<HeldAccounts, 'since' | 'madeAt'>,
): Promise<void> {
  const instanceNames = (await storage.listInstances()).map(({ name }) => name)
  await storage.setSetting(SETTING, { ...restored, instanceNames } satisfies HeldAccounts)
}

export interface AccountHold {
  load(): Promise<void>
  /** Null: none is held. */
  state(): HeldAccounts | null
  isHeld(instanceName: string): boolean
  /** One that is removed passes nothing on to a later one of its name. */
  forget(instanceName: string): void
  /** Resolves to the names of those that were held. */
  letGo(): Promise<string[]>
}

export function createAccountHold(storage: Settings): AccountHold {
  let held: HeldAccounts | null = null
  let written: Promise<void> = Promise.resolve()

  function keep(next: HeldAccounts | null): Promise<void> {
    held = next
    written = written.catch(() => undefined).then(() => storage.setSetting(SETTING, next))
    return written
  }

  return {
    async load() {
      held = heldAccountsSchema.nullable().parse(await storage.getSetting(SETTING))
    },
    state: () => held,
    isHeld: (instanceName) => held?.instanceNames.includes(instanceName) === true,
    forget(instanceName) {
      if (held === null || !held.instanceNames.includes(instanceName)) return
      const instanceNames = held.instanceNames.filter((name) => name !== instanceName)
      keep(instanceNames.length === 0 ? null : { ...held, instanceNames }).catch(() => undefined)
    },
    async letGo() {
      const names = held?.instanceNames ?? []
      await keep(null)
      return names
    },
  }
}
