import i18next from 'i18next'
import { notifyBefore, notifyProblem } from '../../../components/notify.ts'
import { hub } from '../../../hub/client.ts'
import { setTakingBack } from '../../../stores/changing.ts'
import { recordMessage } from '../queries.ts'

/** Takes a message back from everybody, a moment later: the platform knows no way to undo that. */
export function deleteForEveryone(messageId: string): void {
  setTakingBack(messageId, true)
  notifyBefore(i18next.t('conversations:thread.takingBack'), {
    undo: i18next.t('conversations:thread.keepIt'),
    onUndo: () => setTakingBack(messageId, false),
    run: () =>
      hub.conversations
        .deleteForEveryone({ messageId })
        .then(recordMessage, notifyProblem)
        .finally(() => setTakingBack(messageId, false)),
  })
}
