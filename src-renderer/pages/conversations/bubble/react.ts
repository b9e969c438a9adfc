import { notifyProblem } from '../../../components/notify.ts'
import { hub } from '../../../hub/client.ts'
import { recordMessage } from '../queries.ts'

/** Reacts to a message for the account; an empty emoji removes it. Says so when that is not possible. */
export async function react(messageId: string, emoji: string): Promise<void> {
  try {
    recordMessage(await hub.conversations.react({ messageId, emoji, clientId: crypto.randomUUID() }))
  } catch (error) {
    notifyProblem(error)
  }
}
