import type { diagnostics as english } from '../en/diagnostics.ts'

export const diagnostics: typeof english = {
  title: 'Diagnóstico',
  text: 'O que quem ajuda você precisa saber.',
  promise: 'Versões, quantidades, estados e erros recentes. Sem chaves, sem telefones, sem nomes e sem mensagens.',
  copy: 'Copiar diagnóstico',
  copied: 'Copiado',
  download: 'Salvar em arquivo',
}
