import type { diagnostics as english } from '../en/diagnostics.ts'

export const diagnostics: typeof english = {
  title: 'Diagnóstico',
  text: 'Lo que necesita saber quien te ayuda.',
  promise: 'Versiones, cantidades, estados y errores recientes. Sin claves, sin teléfonos, sin nombres y sin mensajes.',
  copy: 'Copiar diagnóstico',
  copied: 'Copiado',
  download: 'Guardar en un archivo',
}
