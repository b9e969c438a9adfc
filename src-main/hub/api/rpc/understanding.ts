import { testHearing } from '../../inbox/media-text/test-transcription.ts'
import { toPanelMessage } from '../../live/views/conversation.ts'
import { os } from './base.ts'

export const understandingProcedures = {
  read: os.understanding.read.handler(async ({ input, context }) => toPanelMessage(await context.understanding.read(input.messageId))),
  test: os.understanding.test.handler(({ input, context, signal }) => testHearing(context, input, signal ?? new AbortController().signal)),
}
