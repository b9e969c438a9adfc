import type { shell as english } from '../en/shell.ts'

export const shell: Partial<typeof english> = {
  mainNavigation: 'Principal',
  skipToContent: 'Ir para o conteúdo',
  home: 'Início',
  conversations: 'Conversas',
  instances: 'Instâncias',
  traces: 'Rastros',
  settings: 'Configurações',
  allInstances: 'Todas as instâncias',
  connectedOf: '{{connected}} de {{instances}} conectadas',
  queue: 'fila {{count}}',
  connecting: 'Conectando…',
  reconnecting: 'Reconectando…',
}
