import type { shell as english } from '../en/shell.ts'

export const shell: Partial<typeof english> = {
  mainNavigation: 'Principal',
  skipToContent: 'Ir al contenido',
  home: 'Inicio',
  conversations: 'Conversaciones',
  instances: 'Instancias',
  traces: 'Trazas',
  settings: 'Ajustes',
  allInstances: 'Todas las instancias',
  connectedOf: '{{connected}} de {{instances}} conectadas',
  queue: 'cola {{count}}',
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
}
