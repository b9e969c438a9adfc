/** What an agent is asked to sort a message. In English, which models understand best; the topics are the shop's own words. */

const MAX_CHARACTERS = 2000

export function topicQuestion(intents: string[], text: string): string {
  return [
    'Sort the message of a customer into one of these topics:',
    ...intents.map((intent) => `- ${intent}`),
    'Answer with the name of the topic alone, exactly as it stands above, or with "none" if it is about none of them. Do not answer the message.',
    '',
    'The message:',
    text.slice(0, MAX_CHARACTERS),
  ].join('\n')
}
