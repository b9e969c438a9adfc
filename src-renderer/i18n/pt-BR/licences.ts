import type { licences as english } from '../en/licences.ts'

export const licences: typeof english = {
  title: 'Avisos de licença',
  text: 'O Omni se apoia no trabalho de muitos. Estes pacotes fazem parte dele.',
  packages: 'Pacotes',
  search: 'Buscar por pacote ou licença',
  found_one: '{{count}} pacote',
  found_other: '{{count}} pacotes',
  noText: 'Este pacote não traz o texto da sua licença.',
}
