export const shortcuts = {
  title: 'Keyboard shortcuts',
  scope_navigation: 'Go to',
  scope_conversations: 'Conversations',
  scope_instances: 'Instances',
  scope_traces: 'Traces',
  scope_playground: 'Playground',
  scope_general: 'Everywhere',
  showHelp: 'Show the keyboard shortcuts',
  openPalette: 'Search or run a command',
  toggleRail: 'Open or collapse the sidebar',
}
