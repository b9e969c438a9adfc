import type { sessions as english } from '../en/sessions.ts'

export const sessions: typeof english = {
  title: 'Navegadores conectados',
  text: 'Cada um deles pode abrir este painel até sair, ou até 30 dias depois de entrar.',
  none: 'Nenhum navegador está conectado.',
  unknown: 'Navegador desconhecido',
  thisOne: '{{name}} (este)',
  lastUsed: 'Usado pela última vez',
  signedIn: 'entrou',
  end: 'Desconectar',
  endNamed: 'Desconectar {{name}}',
  signOut: 'Sair daqui',
}
