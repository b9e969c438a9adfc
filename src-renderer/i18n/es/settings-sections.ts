import type { settingsSections as english } from '../en/settings-sections.ts'

export const settingsSections: typeof english = {
  sections: 'Partes de los ajustes',
  section_appearance: 'Apariencia',
  section_notifications: 'Notificaciones',
  'section_api-keys': 'Claves de API',
  section_sessions: 'Navegadores con acceso',
  section_storage: 'Almacenamiento',
  section_logs: 'Registros',
  section_about: 'Acerca de',
}
