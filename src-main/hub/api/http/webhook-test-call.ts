/** Calls an instance's webhook address as its platform would, and says in plain words what came back. */
import type { WebhookTest } from '../../../../src-shared/contract/webhooks.ts'
import type { RunningInstance } from '../../accounts/instances/running-instance.ts'
import { WEBHOOK_SECRET } from '../../accounts/instances/secrets.ts'
import type { WebhookDeclaration } from '../../channels/port.ts'
import { TEST_CALL_HEADER, type WebhookCalls } from '../../panel/webhook-log/webhook-log.ts'

const TIMEOUT_MS = 15_000

const LOCAL = /^(localhost|127\.|0\.0\.0\.0$|\[?::1\]?$)/

export async function testWebhook(instance: RunningInstance, calls: WebhookCalls): Promise<WebhookTest> {
  const { webhookUrl: address } = instance
  const { webhook } = instance.driver
  if (address === null || webhook === undefined)
    return {
      address: '',
      isLocalAddress: false,
      result: 'no_webhook',
      message: 'This kind of account is not called from outside: there is nothing to test.',
      statusCode: null,
      durationMs: 0,
    }

  const facts = { address, isLocalAddress: LOCAL.test(new URL(address).hostname) }
  const body = Buffer.from(JSON.stringify(webhook.testBody(instance.record.name)))
  const test = calls.expectTest()
  const startedAt = performance.now()
  const took = () => Math.round(performance.now() - startedAt)
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [TEST_CALL_HEADER]: test.id,
        ...signed(instance, webhook, body),
      },
      body,
      // Another place than the one that platforms are told is not a success, and must not get the secret.
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

/** The headers by which the call is known for one of the platform's. */
function signed(instance: RunningInstance, { verification }: WebhookDeclaration, raw: Uint8Array): Record<string, string> {
  const secret = (field: string) => instance.secret(field)
  return verification.by === 'secret_header'
    ? { [verification.header]: secret(WEBHOOK_SECRET) ?? '' }
    : verification.sign({ raw, secret, now: Date.now() })
}

function verdict(status: number, hasArrived: boolean, reason: string | null): Pick<WebhookTest, 'result' | 'message'> {
  if (hasArrived && status < 300) return { result: 'arrived', message: 'The call arrived and was accepted.' }
  if (hasArrived) return { result: 'refused', message: `The call arrived but was refused: ${reason ?? `status ${status}`}` }
  return {
    result: 'wrong_place',
    message: `Something answered (status ${status}), but the call did not reach this Omni. Check where the address leads.`,
  }
}
