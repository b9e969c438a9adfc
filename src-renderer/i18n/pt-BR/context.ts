import type { context as english } from '../en/context.ts'

export const context: typeof english = {
  intro: 'O que o agente fica sabendo do que já foi dito, e quando ele recomeça.',
  messages: 'Mensagens',
  messagesHelp: 'No máximo as mais novas antes da pergunta.',
  characters: 'Caracteres',
  charactersHelp: 'No máximo, somando essas mensagens.',
  maxAgeHours: 'Horas',
  maxAgeHoursHelp: 'Nada mais antigo é contado. 0: de qualquer idade.',
  scope: 'O que tem uma memória só',
  scopeHelp: 'Só faz diferença em grupos.',
  scope_person: 'Cada pessoa',
  scope_chat: 'Cada conversa, para todos que escrevem nela',
  scope_person_in_chat: 'Cada pessoa em cada conversa',
  resetWord: 'Palavra para recomeçar',
  resetWordHelp: 'Quem enviar exatamente isto é tratado como novo. Vazio: desligado.',
  resetText: 'O que se responde então',
}
