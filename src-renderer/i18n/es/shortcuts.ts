import type { shortcuts as english } from '../en/shortcuts.ts'

export const shortcuts: typeof english = {
  title: 'Atajos de teclado',
  scope_navigation: 'Ir a',
  scope_conversations: 'Conversaciones',
  scope_instances: 'Instancias',
  scope_traces: 'Trazas',
  scope_playground: 'Zona de pruebas',
  scope_general: 'En todas partes',
  showHelp: 'Mostrar los atajos de teclado',
  openPalette: 'Buscar o ejecutar un comando',
  toggleRail: 'Abrir o contraer la barra lateral',
}
