export const unsaved = {
  title: 'Your changes are not saved yet',
  text: 'What you changed on this page is lost if you leave it now.',
  saveAndLeave: 'Save and go on',
  leave: 'Discard and go on',
  stay: 'Stay here',
}
