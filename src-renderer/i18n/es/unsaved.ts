import type { unsaved as english } from '../en/unsaved.ts'

export const unsaved: typeof english = {
  title: 'Tus cambios aún no están guardados',
  text: 'Lo que cambiaste en esta página se pierde si sales ahora.',
  saveAndLeave: 'Guardar y continuar',
  leave: 'Descartar y continuar',
  stay: 'Quedarse aquí',
}
