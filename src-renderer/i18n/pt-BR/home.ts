import type { home as english } from '../en/home.ts'

export const home: typeof english = {
  title: 'Início',
  openConversations: 'Abrir as conversas',

  connected: 'O que está conectado',
  allInstances: 'Todas as instâncias',
  today: 'As últimas 24 horas',
  received: 'Recebidas',
  answered: 'Respondidas',
  failed: 'Falhas',
  median: 'Tempo mediano de resposta',
  noneYet: 'nada ainda',
  attention: 'Precisa de atenção',
  allWell: 'Nada precisa de você agora',
  allWellText: 'Quando uma conta cair ou uma mensagem não for entregue, o aviso aparece aqui, com o lugar onde se resolve.',
  solve_disconnected: 'Reconectar',
  solve_delivery_unknown: 'Decidir',
  solve_delivery_failed: 'Ver',
  solve_waiting: 'Ver',
  solve_agent_failing: 'Ver quem responde',
  solve_unsigned_webhooks: 'Proteger',
  solve_storage: 'Ver',
  queued_one: '{{count}} mensagem espera resposta há {{duration}}',
  queued_other: '{{count}} mensagens esperam resposta, a mais antiga há {{duration}}',
}
