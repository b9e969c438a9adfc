import type { sessions as english } from '../en/sessions.ts'

export const sessions: typeof english = {
  title: 'Navegadores con acceso',
  text: 'Cada uno puede abrir este panel hasta que cierre la sesión, o hasta 30 días después de entrar.',
  none: 'Ningún navegador tiene acceso.',
  unknown: 'Navegador desconocido',
  thisOne: '{{name}} (este)',
  lastUsed: 'Usado por última vez',
  signedIn: 'entró',
  end: 'Cerrar sesión',
  endNamed: 'Cerrar la sesión de {{name}}',
  signOut: 'Cerrar sesión aquí',
}
