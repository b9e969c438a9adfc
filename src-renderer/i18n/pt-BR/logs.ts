import type { logs as english } from '../en/logs.ts'

export const logs: typeof english = {
  level: 'Quais linhas',
  level_debug: 'Tudo',
  level_info: 'Info e acima',
  level_warn: 'Avisos e erros',
  level_error: 'Só erros',
  words: 'Filtrar',
  copy: 'Copiar estas linhas',
  pause: 'Pausar',
  resume: 'Continuar',
  resumeNew_one: 'Continuar ({{count}} nova)',
  resumeNew_other: 'Continuar ({{count}} novas)',
  lines: 'Linhas do registro',
  emptyTitle: 'O registro está vazio',
  emptyText: 'Desde o início não aconteceu nada que valha uma linha. Linhas novas aparecem aqui sozinhas.',
  noneTitle: 'Nenhuma linha assim',
  noneText: 'Nada nas últimas linhas combina. Escolha outro nível ou outras palavras.',
  missed_one: '{{count}} linha veio rápido demais para ser mostrada.',
  missed_other: '{{count}} linhas vieram rápido demais para serem mostradas.',
  folder: 'Os segredos são retirados. O registro inteiro está em {{folder}}',
}
