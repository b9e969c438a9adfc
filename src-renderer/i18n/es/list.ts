import type { list as english } from '../en/list.ts'

export const list: typeof english = {
  filter: 'Filtrar',
  byState: 'Por estado',
  byChannel: 'Por canal',
  byInstance: 'Por cuenta',
  byLabel: 'Por etiqueta',
  removeFilter: 'Quitar el filtro “{{name}}”',
  searchShortcut: 'Buscar en las conversaciones',
  next: 'Conversación siguiente',
  previous: 'Conversación anterior',
  people: 'Personas y grupos',
  messages: 'Mensajes',
  found: 'Resultados: {{people}} personas, {{messages}} mensajes',
  noMatchText: 'Ninguna persona ni mensaje tiene “{{query}}”. Basta el principio de la palabra, con o sin acentos.',
  clearSearch: 'Limpiar la búsqueda',
  indexing: 'Los mensajes más antiguos aún se están preparando para la búsqueda. Pronto aparecerán aquí.',
}
