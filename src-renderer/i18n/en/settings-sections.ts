export const settingsSections = {
  sections: 'Parts of the settings',
  section_appearance: 'Appearance',
  section_notifications: 'Notifications',
  'section_api-keys': 'API keys',
  section_sessions: 'Signed-in browsers',
  section_storage: 'Storage',
  section_logs: 'Logs',
  section_about: 'About',
}
