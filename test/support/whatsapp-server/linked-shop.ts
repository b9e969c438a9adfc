/** A hub with WhatsApp instances that are linked to the fake server, for tests and benches. */

import type { Connection } from '../../../src-shared/contract/instances.ts'
import type { PanelClient } from '../hub.ts'
import { readQr } from '../read-qr.ts'
import type { FakeWhatsApp } from './server.ts'
import { UNHURRIED } from './unhurried.ts'

export const SHOP = { phone: '15550001111', lid: '777000111', name: 'Padaria Sol' }

/** The first connection, present or coming, that satisfies the check. */
export async function whenConnection(panel: PanelClient, name: string, check: (connection: Connection) => boolean): Promise<Connection> {
  const controller = new AbortController()
  try {
    for await (const connection of await panel.instances.watchConnection({ name }, { signal: controller.signal }))
      if (check(connection)) return connection
    throw new Error('the connection is not watched any more')
  } finally {
    controller.abort()
  }
}

type Create = Parameters<PanelClient['instances']['create']>[0]

/** Creates the instance and links it by the code on its screen. */
export async function linkInstance(
  panel: PanelClient,
  whatsapp: FakeWhatsApp,
  options: { name?: string; account?: { phone: string; lid?: string; name?: string }; create?: Partial<Create> } = {},
): Promise<void> {
  const { name = 'shop', account = SHOP, create = {} } = options
  await panel.instances.create({
    isAnswering: true,
    name,
    channel: 'whatsapp',
    provider: 'web',
    settings: { isAcknowledged: true },
    behaviour: { gatherWindowMs: 0, health: UNHURRIED },
    ...create,
    house: { simpleGreeting: true, ...create.house },
  })
  await scanInstance(panel, whatsapp, name, account)
}

/** Connects an instance that is there, scanning the code on its screen. */
export async function scanInstance(
  panel: PanelClient,
  whatsapp: FakeWhatsApp,
  name = 'shop',
  account: { phone: string; lid?: string; name?: string } = SHOP,
): Promise<void> {
  await panel.instances.connect({ name })
  const { qr } = await whenConnection(panel, name, (connection) => connection.qr !== null)
  await whatsapp.scan(readQr(qr?.image ?? ''), account)
  await whenConnection(panel, name, ({ state }) => state === 'connected')
}
