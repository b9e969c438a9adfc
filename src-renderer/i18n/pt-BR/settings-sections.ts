import type { settingsSections as english } from '../en/settings-sections.ts'

export const settingsSections: typeof english = {
  sections: 'Partes das configurações',
  section_appearance: 'Aparência',
  section_notifications: 'Notificações',
  'section_api-keys': 'Chaves de API',
  section_sessions: 'Navegadores conectados',
  section_storage: 'Armazenamento',
  section_logs: 'Registros',
  section_about: 'Sobre',
}
