import type { checklist as english } from '../en/checklist.ts'

export const checklist: typeof english = {
  title: 'Primeiros passos',
  text: '{{done}} de {{count}} concluídos',
  progress: 'Quanto já foi feito',
  hide: 'Ocultar',
  isDone: 'concluído',
  accountTitle: 'Conectar uma conta',
  accountText: 'O número de WhatsApp para o qual seus clientes escrevem.',
  accountAction: 'Conectar',
  agentTitle: 'Escolher quem responde',
  agentText: 'Textos que você escreve aqui, ou um agente que você já tem.',
  agentAction: 'Escolher',
  answerTitle: 'Ver a primeira resposta',
  answerText: 'Escreva uma mensagem e veja a resposta sendo escrita.',
  answerAction: 'Testar',
  customerTitle: 'Responder o primeiro cliente',
  customerText: 'Escreva para sua conta de outro celular, ou espere um cliente.',
  customerAction: 'Ver',
}
