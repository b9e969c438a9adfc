/** Where a platform answers in tests. */

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * The address of a test server, if one is set in this variable; undefined means the platform itself. Only a loopback
 * address counts: whoever answers there is trusted with the account.
 */
export function testEndpoint(env: NodeJS.ProcessEnv, variable: string, protocols: readonly string[]): string | undefined {
  const address = env[variable]
  if (address === undefined || !URL.canParse(address)) return undefined
  const { protocol, hostname } = new URL(address)
  return protocols.includes(protocol) && LOOPBACK.has(hostname) ? address : undefined
}
