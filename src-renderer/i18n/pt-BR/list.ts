import type { list as english } from '../en/list.ts'

export const list: typeof english = {
  filter: 'Filtrar',
  byState: 'Por situação',
  byChannel: 'Por canal',
  byInstance: 'Por conta',
  byLabel: 'Por etiqueta',
  removeFilter: 'Tirar o filtro “{{name}}”',
  searchShortcut: 'Buscar nas conversas',
  next: 'Próxima conversa',
  previous: 'Conversa anterior',
  people: 'Pessoas e grupos',
  messages: 'Mensagens',
  found: 'Resultados: {{people}} pessoas, {{messages}} mensagens',
  noMatchText: 'Nenhuma pessoa ou mensagem tem “{{query}}”. Basta o começo da palavra, com ou sem acento.',
  clearSearch: 'Limpar a busca',
  indexing: 'As mensagens mais antigas ainda estão sendo preparadas para a busca. Logo vão aparecer aqui.',
}
