/** Every kind of channel that this version has, in the order in which they are offered. A new channel is one more line here. */
import type { ChannelKind, ChannelProvider } from '../../../src-shared/contract/instances.ts'
import { OmniError } from '../../../src-shared/errors.ts'
import { driver as discord } from './discord/driver.ts'
import { driver as evolution } from './evolution/driver.ts'
import type { ChannelDriver } from './port.ts'
import { driver as simulator } from './simulator/driver.ts'
import { driver as slack } from './slack/driver.ts'
import { driver as whatsappWeb } from './whatsapp-web/driver.ts'

export const drivers: ChannelDriver[] = [whatsappWeb, simulator, evolution, discord, slack]

/** Throws OmniError('unsupported') for a channel that this version does not have. */
export function driverFor(channel: ChannelKind, provider: ChannelProvider, list: ChannelDriver[] = drivers): ChannelDriver {
  const driver = list.find((candidate) => candidate.channel === channel && (candidate.provider === provider || provider === null))
  if (driver === undefined)
    throw new OmniError('unsupported', `This version cannot connect "${provider === null ? channel : `${channel} by ${provider}`}" yet.`)
  return driver
}
