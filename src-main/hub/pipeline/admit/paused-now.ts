/** Stage admit once more, for what was admitted: much may have changed while it waited or the agent wrote. */
import type { AccessService } from '../../guard/service.ts'
import type { Storage } from '../../storage/port.ts'
import { heldBack } from '../lanes/hold-back.ts'
import type { PausedNow } from '../lanes/paused-now.ts'
import { admit } from './admit.ts'

export function createPausedNow({ storage, access }: { storage: Pick<Storage, 'getConversation'>; access: AccessService }): PausedNow {
  return async (instance, item) => {
    // Somebody wants this one answered, whoever has the conversation.
    if (item.isAsked === true) return null
    const current = await storage.getConversation(item.conversation.id)
    if (current !== null) item.conversation = current
    const held = heldBack(instance.record, item.conversation)
    if (held !== null) return held
    const decision = admit(instance.record, item.message, item.conversation, item.contact, access)
    // What the customer deleted is looked at for the whole burst.
    return decision.admitted || decision.code === 'deleted' ? null : { code: decision.code, reason: decision.reason }
  }
}
