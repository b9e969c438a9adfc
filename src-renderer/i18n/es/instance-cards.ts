import type { instanceCards as english } from '../en/instance-cards.ts'

export const instanceCards: typeof english = {
  received_one: '{{count}} mensaje en 24 horas',
  received_other: '{{count}} mensajes en 24 horas',
  unanswered_one: '{{count}} mensaje quedó sin respuesta en 24 horas.',
  unanswered_other: '{{count}} mensajes quedaron sin respuesta en 24 horas.',
  agentFailing: 'El agente no deja de fallar. Los clientes reciben el texto de reserva.',
  webhookSilent: 'Hace más de un día que no llega ninguna llamada a la dirección del webhook.',
  pause: 'Dejar de responder',
  resume: 'Volver a responder',
  paused: '{{name}} ya no responde. Los mensajes se siguen recibiendo.',
  resumed: '{{name}} vuelve a responder.',
}
