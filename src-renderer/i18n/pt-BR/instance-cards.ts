import type { instanceCards as english } from '../en/instance-cards.ts'

export const instanceCards: typeof english = {
  received_one: '{{count}} mensagem em 24 horas',
  received_other: '{{count}} mensagens em 24 horas',
  unanswered_one: '{{count}} mensagem ficou sem resposta em 24 horas.',
  unanswered_other: '{{count}} mensagens ficaram sem resposta em 24 horas.',
  agentFailing: 'O agente não para de falhar. Os clientes recebem o texto reserva.',
  webhookSilent: 'Há mais de um dia não chega nenhuma chamada ao endereço do webhook.',
  pause: 'Parar de responder',
  resume: 'Voltar a responder',
  paused: '{{name}} não responde mais. As mensagens continuam chegando.',
  resumed: '{{name}} voltou a responder.',
}
