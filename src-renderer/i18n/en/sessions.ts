export const sessions = {
  title: 'Signed-in browsers',
  text: 'Each of these can open this panel until it is signed out, or until 30 days after it signed in.',
  none: 'No browser is signed in.',
  unknown: 'Unknown browser',
  thisOne: '{{name}} (this one)',
  lastUsed: 'Last used',
  signedIn: 'signed in',
  end: 'Sign out',
  endNamed: 'Sign out {{name}}',
  signOut: 'Sign out here',
}
