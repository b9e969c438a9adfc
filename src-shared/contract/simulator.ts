import { oc } from '@orpc/contract'
import * as z from 'zod'
import { instanceNameSchema } from './common.ts'
import { conversationSchema } from './conversations.ts'

/** The simulator channel: the user types as a customer and the real pipeline answers. */
export const simulatorContract = {
  /** Creates (or finds) a simulated customer's conversation. */
  open: oc
    .input(z.object({ instanceName: instanceNameSchema, customerName: z.string().min(1).max(100).default('Test customer') }))
    .output(conversationSchema),
  /** Says something as the customer. `clientId` makes a repeated call harmless. */
  say: oc
    .input(z.object({ conversationId: z.string().max(100), text: z.string().min(1).max(60_000), clientId: z.string().max(100) }))
    .output(z.object({ turnId: z.string() })),
}
