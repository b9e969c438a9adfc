export const diagnostics = {
  title: 'Diagnostics',
  text: 'What somebody who helps you needs to know.',
  promise: 'Versions, counts, states and recent errors. No key, no phone number, no name and no message is in it.',
  copy: 'Copy diagnostics',
  copied: 'Copied',
  download: 'Save as a file',
}
