import type { checklist as english } from '../en/checklist.ts'

export const checklist: typeof english = {
  title: 'Primeros pasos',
  text: '{{done}} de {{count}} hechos',
  progress: 'Cuánto está hecho',
  hide: 'Ocultar',
  isDone: 'hecho',
  accountTitle: 'Conectar una cuenta',
  accountText: 'El número de WhatsApp al que escriben tus clientes.',
  accountAction: 'Conectar',
  agentTitle: 'Elegir quién responde',
  agentText: 'Textos que escribes aquí, o un agente que ya tienes.',
  agentAction: 'Elegir',
  answerTitle: 'Ver la primera respuesta',
  answerText: 'Escribe un mensaje y mira cómo se escribe la respuesta.',
  answerAction: 'Probar',
  customerTitle: 'Responder al primer cliente',
  customerText: 'Escribe a tu cuenta desde otro teléfono, o espera a un cliente.',
  customerAction: 'Ver',
}
