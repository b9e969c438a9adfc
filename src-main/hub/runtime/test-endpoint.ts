/** Where WhatsApp answers. */

const VARIABLE = 'OMNI_WHATSAPP_WS_URL'
const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/**
 * The address of a test server, if one is set; undefined means WhatsApp itself. Only a loopback
 * address counts: who answers there is trusted with the account, since the library checks the
 * server's certificate by TLS alone.
 */
export function testEndpoint(env: NodeJS.ProcessEnv): string | undefined {
  const address = env[VARIABLE]
  if (address === undefined || !URL.canParse(address)) return undefined
  const { protocol, hostname } = new URL(address)
  return /^wss?:$/.test(protocol) && LOOPBACK.has(hostname) ? address : undefined
}
