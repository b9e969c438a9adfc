import type { common as english } from '../en/common.ts'

export const common: Partial<typeof english> = {
  cancel: 'Cancelar',
  save: 'Salvar alterações',
  saved: 'Salvo',
  discard: 'Descartar',
  back: 'Voltar',
  continue: 'Continuar',
  close: 'Fechar',
  retry: 'Tentar de novo',
  copy: 'Copiar',
  copied: 'Copiado',
  search: 'Buscar',
  you: 'Você',
}
