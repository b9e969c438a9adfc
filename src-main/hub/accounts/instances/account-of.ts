/** The account of a platform that settings name, so that two of them can be told to be the same one. */
import type { ChannelDriver } from '../../channels/port.ts'

/** Null where the settings alone do not say. The account before and after a change may be the same one. */
export function accountOf(driver: ChannelDriver, settings: Record<string, unknown>, instanceName: string): string | null {
  const key = driver.accountKey?.(settings, instanceName) ?? null
  return key === null ? null : `${driver.channel}/${driver.provider} ${key}`
}
