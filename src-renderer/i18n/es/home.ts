import type { home as english } from '../en/home.ts'

export const home: typeof english = {
  title: 'Inicio',
  openConversations: 'Abrir las conversaciones',

  connected: 'Qué está conectado',
  allInstances: 'Todas las instancias',
  today: 'Las últimas 24 horas',
  received: 'Recibidos',
  answered: 'Respondidos',
  failed: 'Fallidos',
  median: 'Tiempo de respuesta mediano',
  noneYet: 'ninguno todavía',
  attention: 'Requiere atención',
  allWell: 'Nada te necesita ahora mismo',
  allWellText: 'Cuando una cuenta se desconecte o un mensaje no se entregue, aparecerá aquí con el lugar donde se resuelve.',
  solve_disconnected: 'Reconectar',
  solve_delivery_unknown: 'Decidir',
  solve_delivery_failed: 'Ver',
  solve_waiting: 'Ver',
  solve_agent_failing: 'Ver quién responde',
  solve_unsigned_webhooks: 'Protegerla',
  solve_storage: 'Ver',
  queued_one: '{{count}} mensaje espera respuesta desde hace {{duration}}',
  queued_other: '{{count}} mensajes esperan respuesta, el más antiguo desde hace {{duration}}',
}
