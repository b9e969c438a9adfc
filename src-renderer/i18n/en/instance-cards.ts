export const instanceCards = {
  received_one: '{{count}} message in 24 hours',
  received_other: '{{count}} messages in 24 hours',
  unanswered_one: '{{count}} message was left without an answer in 24 hours.',
  unanswered_other: '{{count}} messages were left without an answer in 24 hours.',
  agentFailing: 'Its agent keeps failing. Customers get the fallback text.',
  webhookSilent: 'No call has come to its webhook address for more than a day.',
  pause: 'Stop answering',
  resume: 'Answer again',
  paused: '{{name}} does not answer any more. Messages are still received.',
  resumed: '{{name}} answers again.',
}
