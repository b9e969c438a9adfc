/** An instance in a hub process, linked to a fake Evolution server as a phone would link it. */
import type { FakeEvolution } from '../support/evolution-server.ts'
import type { HubProcess } from './processes.ts'

/** Creates it by REST, scans its code, and tells the secret that its webhooks must carry. */
export async function linkInstance(
  hub: HubProcess,
  evolution: FakeEvolution,
  name: string,
  fields: Record<string, unknown>,
): Promise<{ secretHeader: Record<string, string> }> {
  await hub.rest('POST', '/instances', { name, evolution_url: evolution.url, evolution_key: evolution.apiKey, ...fields })
  evolution.scan(name)
  const headers = evolution.instance(name).webhook?.headers
  if (headers === undefined) throw new Error('the hub registered no webhook')
  while (((await hub.rest('GET', `/instances/${name}/status`)) as { connected: boolean }).connected !== true)
    await new Promise((resolve) => setImmediate(resolve))
  return { secretHeader: headers }
}
