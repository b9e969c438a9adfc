export const dryRun = {
  title: 'Run it again',
  text: 'Asks the agent as it is set up now. Nothing is sent, and the conversation does not change.',
  run: 'Run again as a dry run',
  stop: 'Stop',
  sentThen: 'Sent then',
  now: 'Would be sent now',
  nothing: 'Nothing',
  took: 'Dry run by {{agent}} in {{duration}}',
  answering: '{{agent}} is answering…',
  whole: 'Open in the playground',
}
