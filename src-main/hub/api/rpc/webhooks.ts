import { newWebhookSecret } from '../../accounts/instances/record.ts'
import { testWebhook } from '../http/webhook-test-call.ts'
import { os } from './base.ts'

export const webhookProcedures = {
  calls: os.webhooks.calls.handler(({ input, context }) => context.webhookCalls.of(context.instances.get(input.instanceName).record.name)),
  test: os.webhooks.test.handler(({ input, context }) => testWebhook(context.instances.get(input.instanceName), context.webhookCalls)),
  renewSecret: os.webhooks.renewSecret.handler(async ({ input, context }) => {
    const secret = newWebhookSecret()
    // A changed secret starts the channel again, which is how platforms that can be told are told.
    await context.instances.update({ name: input.instanceName, secrets: { webhookSecret: secret } })
    return { secret }
  }),
}
