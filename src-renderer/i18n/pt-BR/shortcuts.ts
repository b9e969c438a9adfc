import type { shortcuts as english } from '../en/shortcuts.ts'

export const shortcuts: typeof english = {
  title: 'Atalhos do teclado',
  scope_navigation: 'Ir para',
  scope_conversations: 'Conversas',
  scope_instances: 'Instâncias',
  scope_traces: 'Rastros',
  scope_playground: 'Área de testes',
  scope_general: 'Em qualquer lugar',
  showHelp: 'Mostrar os atalhos do teclado',
  openPalette: 'Buscar ou executar um comando',
  toggleRail: 'Abrir ou recolher a barra lateral',
}
