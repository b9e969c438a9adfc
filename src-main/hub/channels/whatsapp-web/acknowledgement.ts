/** What whoever links a number has to know: this way in is not WhatsApp's own. */
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'

export const acknowledgement: NonNullable<ChannelType['acknowledgement']> = {
  title: 'Before you link your number',
  paragraphs: [
    'Omni links to your WhatsApp as WhatsApp Web does. WhatsApp has neither made nor approved this way, and may restrict or block a number that is used like this. Nobody can promise that yours is safe.',
    'What keeps a number safe in practice: answer people who write to you, do not write to strangers, do not send the same text to many, and do not begin with a brand-new number. Omni paces its answers and stops before it gets risky.',
    'If your shop cannot live without this number, ask for the official WhatsApp Business Platform in its place.',
  ],
  confirm: 'I understand the risk. Show the code',
}
