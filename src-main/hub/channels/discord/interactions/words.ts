/** What slash commands are called and say, in the language that their user has set in Discord. */

export type Words = Record<'ask' | 'question' | 'status' | 'help' | 'isThere' | 'howTo' | 'notHere' | 'notAllowed' | 'empty', string>

const EN: Words = {
  ask: 'Ask a question',
  question: 'What you would like to know',
  status: 'Is anybody there?',
  help: 'How this works',
  isThere: 'I am here. Ask me with `/ask`, mention me, or send me a direct message.',
  howTo: 'Mention me in a channel, reply to one of my messages, send me a direct message, or use `/ask` with your question.',
  notHere: 'I do not answer in this server.',
  notAllowed: 'I may not answer you here.',
  empty: 'Write your question behind `/ask`.',
}

const PT: Words = {
  ask: 'Faça uma pergunta',
  question: 'O que você quer saber',
  status: 'Tem alguém aí?',
  help: 'Como funciona',
  isThere: 'Estou aqui. Pergunte com `/ask`, me mencione ou me mande uma mensagem direta.',
  howTo: 'Me mencione em um canal, responda a uma mensagem minha, me mande uma mensagem direta ou use `/ask` com a sua pergunta.',
  notHere: 'Não respondo neste servidor.',
  notAllowed: 'Não posso responder você aqui.',
  empty: 'Escreva a sua pergunta depois de `/ask`.',
}

const ES: Words = {
  ask: 'Haz una pregunta',
  question: 'Lo que quieres saber',
  status: '¿Hay alguien?',
  help: 'Cómo funciona',
  isThere: 'Aquí estoy. Pregúntame con `/ask`, mencióname o mándame un mensaje directo.',
  howTo: 'Mencióname en un canal, responde a uno de mis mensajes, mándame un mensaje directo o usa `/ask` con tu pregunta.',
  notHere: 'No respondo en este servidor.',
  notAllowed: 'No puedo responderte aquí.',
  empty: 'Escribe tu pregunta después de `/ask`.',
}

export function wordsFor(locale: string | undefined): Words {
  if (locale?.startsWith('pt')) return PT
  return locale?.startsWith('es') ? ES : EN
}

const localized = (name: keyof Words) => ({ 'pt-BR': PT[name], 'es-ES': ES[name], 'es-419': ES[name] })

const CHAT_INPUT = 1
const TEXT_OPTION = 3
const MAX_QUESTION = 2000

/** As Discord registers them. */
export const COMMANDS = [
  {
    type: CHAT_INPUT,
    name: 'ask',
    description: EN.ask,
    description_localizations: localized('ask'),
    options: [
      {
        type: TEXT_OPTION,
        name: 'question',
        description: EN.question,
        description_localizations: localized('question'),
        required: true,
        max_length: MAX_QUESTION,
      },
    ],
  },
  { type: CHAT_INPUT, name: 'status', description: EN.status, description_localizations: localized('status') },
  { type: CHAT_INPUT, name: 'help', description: EN.help, description_localizations: localized('help') },
]
