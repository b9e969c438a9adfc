import type { logs as english } from '../en/logs.ts'

export const logs: typeof english = {
  level: 'Qué líneas',
  level_debug: 'Todo',
  level_info: 'Info y superior',
  level_warn: 'Avisos y errores',
  level_error: 'Solo errores',
  words: 'Filtrar',
  copy: 'Copiar estas líneas',
  pause: 'Pausar',
  resume: 'Seguir',
  resumeNew_one: 'Seguir ({{count}} nueva)',
  resumeNew_other: 'Seguir ({{count}} nuevas)',
  lines: 'Líneas del registro',
  emptyTitle: 'El registro está vacío',
  emptyText: 'Desde el inicio no ha pasado nada que merezca una línea. Las líneas nuevas aparecen aquí solas.',
  noneTitle: 'Ninguna línea así',
  noneText: 'Nada en las últimas líneas coincide. Elige otro nivel u otras palabras.',
  missed_one: '{{count}} línea llegó demasiado rápido para mostrarse.',
  missed_other: '{{count}} líneas llegaron demasiado rápido para mostrarse.',
  folder: 'Los secretos se quitan. El registro entero está en {{folder}}',
}
