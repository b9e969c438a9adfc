import { oc } from '@orpc/contract'
import * as z from 'zod'

export const diagnosticsContract = {
  /** What somebody who helps needs to know, as plain text: no secret, no phone number, no name, no message. */
  read: oc.output(z.object({ text: z.string() })),
}
