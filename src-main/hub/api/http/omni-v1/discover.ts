/** What the known Evolution servers have that is not registered here. */
import { errorMessage } from '../../../../../src-shared/errors.ts'
import type { Services } from '../../services.ts'

interface Discovered {
  name: string
  whatsapp_instance: string
  profile_name: string | null
  evolution_url: string
}

/** Instances on the known Evolution servers that nobody registered here. One server out of reach does not hide the others. */
export async function discover({ instances }: Services): Promise<{ found: Discovered[]; problems: string[] }> {
  const servers = new Map<
    string,
    { url: string; ask: () => Promise<{ name: string; profileName: string | null }[]>; accountOf: (remoteName: string) => string }
  >()
  const known = new Set<string>()
  for (const instance of instances.list()) {
    const { driver, record } = instance
    const url = String(record.settings['url'] ?? '')
    const account = driver.accountKey?.(record.settings, record.name)
    if (account != null) known.add(account)
    const key = instance.secret('apiKey')
    // The same server under two keys may show different instances.
    if (driver.discover !== undefined && key !== null)
      servers.set(`${url} ${key}`, {
        url,
        ask: async () => (await driver.discover?.(record.settings, { apiKey: key })) ?? [],
        accountOf: (remoteName) => driver.accountKey?.({ ...record.settings, remoteName }, remoteName) ?? `${url} ${remoteName}`,
      })
  }
  const found = new Map<string, Discovered>()
  const problems: string[] = []
  await Promise.all(
    [...servers.values()].map(async ({ url, ask, accountOf }) => {
      try {
        for (const { name, profileName } of await ask()) {
          const key = accountOf(name)
          if (!known.has(key)) found.set(key, { name, whatsapp_instance: name, profile_name: profileName, evolution_url: url })
        }
      } catch (error) {
        problems.push(`${url}: ${errorMessage(error)}`)
      }
    }),
  )
  return { found: [...found.values()], problems }
}
