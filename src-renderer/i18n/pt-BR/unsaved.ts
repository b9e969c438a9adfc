import type { unsaved as english } from '../en/unsaved.ts'

export const unsaved: typeof english = {
  title: 'Suas alterações ainda não foram salvas',
  text: 'O que você mudou nesta página se perde se você sair agora.',
  saveAndLeave: 'Salvar e continuar',
  leave: 'Descartar e continuar',
  stay: 'Ficar aqui',
}
