/**
 * An account of a platform belongs to one instance: answered by two, its customers would hear everything
 * twice, and what one of them does to the account would be done to the other.
 */
import { OmniError } from '../../../../src-shared/errors.ts'
import type { ChannelDriver } from '../../channels/port.ts'
import { accountOf } from './account-of.ts'
import type { RunningInstance } from './running-instance.ts'

export interface AccountClaims {
  /** Throws OmniError('conflict') that names the instance which has the account of these settings already. */
  check(driver: ChannelDriver, settings: Record<string, unknown>, instanceName: string): void
  /** Checks, and keeps the account for an instance that is being made; returns the function that releases it. */
  claim(driver: ChannelDriver, settings: Record<string, unknown>, instanceName: string): () => void
  /** Another instance that is connected as the same account, by whichever way. */
  alsoConnected(instance: RunningInstance, account: string): RunningInstance | null
}

export function createAccountClaims(instances: () => Iterable<RunningInstance>): AccountClaims {
  /** Names of instances that are being made, by the account that they will have. */
  const underWay = new Map<string, string>()

  function check(driver: ChannelDriver, settings: Record<string, unknown>, instanceName: string): void {
    const account = accountOf(driver, settings, instanceName)
    if (account === null) return
    const holder = [...instances()].find(
      ({ driver: its, record }) => record.name !== instanceName && accountOf(its, record.settings, record.name) === account,
    )
    const name = holder?.record.name ?? underWay.get(account)
    if (name !== undefined) throw new OmniError('conflict', `This account is already connected as "${name}".`)
  }

  return {
    check,
    claim(driver, settings, instanceName) {
      check(driver, settings, instanceName)
      const account = accountOf(driver, settings, instanceName)
      if (account === null) return () => {}
      underWay.set(account, instanceName)
      return () => underWay.delete(account)
    },
    alsoConnected(instance, account) {
      const isSame = ({ record }: RunningInstance) =>
        record.name !== instance.record.name &&
        record.channel === instance.record.channel &&
        record.connection.state === 'connected' &&
        record.connection.account === account
      return [...instances()].find(isSame) ?? null
    },
  }
}
