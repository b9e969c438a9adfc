import { testTranscription } from '../../inbox/media-text/test-transcription.ts'
import { toPanelMessage } from '../../live/views/conversation.ts'
import { os } from './base.ts'

export const mediaTextProcedures = {
  read: os.mediaText.read.handler(async ({ input, context }) => toPanelMessage(await context.mediaText.read(input.messageId))),
  test: os.mediaText.test.handler(({ input, context, signal }) =>
    testTranscription(context, input, signal ?? new AbortController().signal),
  ),
}
