/** Calls an instance's webhook address as its platform would, and says in plain words what came back. */
import type { WebhookTest } from '../../../../src-shared/contract/webhooks.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { TEST_CALL_HEADER, type WebhookCalls } from '../../panel/webhook-log/webhook-log.ts'
import { WEBHOOK_SECRET_HEADER } from './webhooks.ts'

const TIMEOUT_MS = 15_000
/** An event that no channel knows: it is taken and passed over, and nothing is stored. */
export const TEST_EVENT = 'omni.test'

const LOCAL = /^(localhost|127\.|0\.0\.0\.0$|\[?::1\]?$)/

export async function testWebhook(instance: RunningInstance, calls: WebhookCalls): Promise<WebhookTest> {
  const address = instance.webhookUrl
  const isLocalAddress = LOCAL.test(new URL(address).hostname)
  const facts = { address, isLocalAddress }
  if (instance.channel.handleWebhook === undefined)
    return {
      ...facts,
      result: 'no_webhook',
      message: 'This kind of account is not called from outside: there is nothing to test.',
      statusCode: null,
      durationMs: 0,
    }

  const test = calls.expectTest()
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [TEST_CALL_HEADER]: test.id,
        [WEBHOOK_SECRET_HEADER]: instance.secret('webhookSecret') ?? '',
      },
      body: JSON.stringify({ event: TEST_EVENT, instance: `${instance.record.name}:${TEST_EVENT}`, data: {} }),
      // Another place than the one that platforms are told is no success, and must not get the secret.
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return {
      ...facts,
      ...verdict(response.status, test.arrived() !== null, test.arrived()?.reason ?? null),
      statusCode: response.status,
      durationMs: took(),
    }
  } catch (error) {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError'
    return {
      ...facts,
      result: isTimeout ? 'timeout' : 'unreachable',
      message: isTimeout
        ? `Nothing answered at this address within ${TIMEOUT_MS / 1000} seconds.`
        : 'This address cannot be reached: it may be mistyped, or the tunnel or proxy in front of Omni is down.',
      statusCode: null,
      durationMs: took(),
    }
  } finally {
    test.end()
  }
}

function verdict(status: number, hasArrived: boolean, reason: string | null): Pick<WebhookTest, 'result' | 'message'> {
  if (hasArrived && status < 300) return { result: 'arrived', message: 'The call arrived and was accepted.' }
  if (hasArrived) return { result: 'refused', message: `The call arrived but was refused: ${reason ?? `status ${status}`}` }
  return {
    result: 'wrong_place',
    message: `Something answered (status ${status}), but the call did not reach this Omni. Check where the address leads.`,
  }
}
