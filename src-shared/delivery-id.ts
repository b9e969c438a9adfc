import { v5 as uuidV5 } from 'uuid'

const NAMESPACE = '0f9a4c06-54c3-4d0e-9a56-6f1d1a7f2c11'

/**
 * The delivery of the `index`-th part of what a client sent as `clientId`: the same in every process, so that a call
 * that is repeated is the same message, and whoever made it knows its record whatever became of the answer.
 */
export const deliveryIdOf = (conversationId: string, clientId: string, index = 0): string =>
  uuidV5(`${conversationId}/${clientId}/${index}`, NAMESPACE)
