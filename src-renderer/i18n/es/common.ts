import type { common as english } from '../en/common.ts'

export const common: Partial<typeof english> = {
  cancel: 'Cancelar',
  save: 'Guardar cambios',
  saved: 'Guardado',
  discard: 'Descartar',
  back: 'Atrás',
  continue: 'Continuar',
  close: 'Cerrar',
  retry: 'Reintentar',
  copy: 'Copiar',
  copied: 'Copiado',
  search: 'Buscar',
  you: 'Tú',
}
