import type { dryRun as english } from '../en/dry-run.ts'

export const dryRun: typeof english = {
  title: 'Hacerlo de nuevo',
  text: 'Pregunta al agente tal como está configurado ahora. No se envía nada y la conversación no cambia.',
  run: 'Repetir como prueba',
  stop: 'Detener',
  sentThen: 'Se envió entonces',
  now: 'Se enviaría ahora',
  nothing: 'Nada',
  took: 'Prueba con {{agent}} en {{duration}}',
  answering: '{{agent}} está respondiendo…',
  whole: 'Abrir en el laboratorio',
}
