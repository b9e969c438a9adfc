/** What an Evolution server calls, and how it shows that it is the one. */
import type { WebhookDeclaration } from '../port.ts'

export const SECRET_HEADER = 'x-omni-webhook-secret'

/** An event that Evolution does not have. */
const TEST_EVENT = 'omni.test'

export const webhook: WebhookDeclaration = {
  // `/:event` is Evolution's "by events" form: the event's name is also in the body.
  paths: ['/evolution/:name', '/evolution', '/evolution/:name/:event'],
  caller: 'an Evolution server',
  verification: { by: 'secret_header', header: SECRET_HEADER },
  testBody: (instanceName) => ({ event: TEST_EVENT, instance: `${instanceName}:${TEST_EVENT}`, data: {} }),
}
