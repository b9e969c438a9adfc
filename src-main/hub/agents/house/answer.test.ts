import { describe, expect, it } from 'vitest'
import { type HouseTexts, houseTextsSchema } from '../../../../src-shared/contract/instances.ts'
import { answerFromTexts, type HouseQuestion } from './answer.ts'
import { SENTENCES } from './sentences.ts'

const shop: HouseTexts = {
  greeting: 'Welcome to Café Central!',
  openingHours: 'Monday to Friday, 8 to 18 h.',
  address: 'Rua das Flores 10.',
  priceList: 'Espresso 6\nCappuccino 9',
  handover: 'Ana will answer you.',
  faqs: [
    { question: 'Do you deliver?', answer: 'Yes, within 5 km.' },
    { question: 'How long does delivery take?', answer: 'About 40 minutes.' },
    { question: 'Do you open on Sundays?', answer: 'Not on Sundays.' },
    { question: 'Vocês aceitam cartão de crédito?', answer: 'Aceitamos todos os cartões.' },
    { question: '¿Tienen estacionamiento?', answer: 'Sí, gratis.' },
  ],
  simpleGreeting: true,
}
const empty = houseTextsSchema.parse({ simpleGreeting: true })

function ask(text: string, texts: HouseTexts = shop, facts: Partial<HouseQuestion> = {}) {
  return answerFromTexts({ text, hasMedia: false, isFirstContact: false, phoneNumber: null, earlierTexts: [], ...facts }, texts)
}

describe('the house agent, asked one thing', () => {
  it.each([
    ['When are you open?', shop.openingHours],
    ['qual o HORÁRIO de funcionamento???', shop.openingHours],
    ['¿A qué hora abren?', shop.openingHours],
    ['Where are you located?', shop.address],
    ['onde fica a loja', shop.address],
    ['¿Cuál es la dirección?', shop.address],
    ['how much is a coffee?', shop.priceList],
    ['Quanto custa um café?', shop.priceList],
    ['me pasas los precios', shop.priceList],
    ['do you deliver', 'Yes, within 5 km.'],
    ['How long does the delivery take to my house?', 'About 40 minutes.'],
    ['vcs aceitam cartao?', 'Aceitamos todos os cartões.'],
    ['hay estacionamento?', 'Sí, gratis.'],
  ])('answers "%s" from the text that fits', (question, answer) => {
    expect(ask(question)).toMatchObject({ text: answer, wantsHandover: false })
  })

  it('prefers a saved question to the general text on the same topic', () => {
    expect(ask('are you open on sundays?').text).toBe('Not on Sundays.')
  })

  it('answers a greeting with the greeting, and thanks with thanks', () => {
    expect(ask('Oi, tudo bem?')).toMatchObject({ text: shop.greeting, wantsHandover: false })
    expect(ask('Muito obrigado!')).toMatchObject({ text: SENTENCES.pt.welcome, wantsHandover: false })
  })
})

describe('the house agent, asked several things', () => {
  it('reads fifty things of a message, and leaves the rest to a person', () => {
    const hello = 'Oi, tudo bem? '
    expect(ask(`${hello.repeat(24)}Do you deliver?`)).toMatchObject({ text: 'Yes, within 5 km.', wantsHandover: false })
    const long = ask(`${hello.repeat(50)}Do you deliver?`)
    expect(long).toMatchObject({ text: shop.handover, wantsHandover: true })
  })

  it('answers each of them once, in their order', () => {
    const answer = ask('Where are you, and when do you open? And how much is an espresso? When do you open?')
    expect(answer).toMatchObject({ text: [shop.address, shop.openingHours, shop.priceList].join('\n\n'), wantsHandover: false })
  })

  it('combines a saved question with a topic of the same sentence', () => {
    expect(ask('qual o endereço e o preço, e vocês aceitam cartão de crédito').text).toBe(
      [shop.address, shop.priceList, 'Aceitamos todos os cartões.'].join('\n\n'),
    )
  })

  it('answers a topic beside a saved question that is not about it', () => {
    expect(ask('do you deliver and where are you?').text).toBe(`Yes, within 5 km.\n\n${shop.address}`)
  })

  it('answers what it knows and hands the rest to a person', () => {
    const answer = ask('When do you open? My order never arrived.')
    expect(answer).toMatchObject({ text: `${shop.openingHours}\n\n${shop.handover}`, wantsHandover: true })
  })
})

describe('the house agent, at the first contact', () => {
  it('greets before it answers', () => {
    expect(ask('when do you open?', shop, { isFirstContact: true }).text).toBe(`${shop.greeting}\n\n${shop.openingHours}`)
  })

  it('greets once even if it was greeted', () => {
    expect(ask('Hello!', shop, { isFirstContact: true }).text).toBe(shop.greeting)
  })

  it.each([
    ['Hi there', 'en'],
    ['Bom dia!', 'pt'],
    ['Hola, buenas tardes', 'es'],
  ] as const)('answers "%s" politely in plain words when the owner wrote none and chose the simple greeting', (text, language) => {
    expect(ask(text, empty, { isFirstContact: true })).toMatchObject({ text: SENTENCES[language].greeting, wantsHandover: false })
  })
})

describe('the house agent, when it does not know', () => {
  it.each([
    ['I lost my umbrella at your place', shop],
    ['quero falar com um atendente', shop],
    ['quero hablar con una persona', shop],
  ])('hands "%s" to a person', (text, texts) => {
    expect(ask(text, texts)).toMatchObject({ text: shop.handover, wantsHandover: true })
  })

  it('never tells the customer what the owner has not filled in', () => {
    const answer = ask('Qual o horário e o endereço?', empty)
    expect(answer).toMatchObject({ text: SENTENCES.pt.handover, wantsHandover: true })
  })

  it('hands a picture or voice note without words to a person', () => {
    expect(ask('', empty, { hasMedia: true, earlierTexts: ['hola, buenas'] })).toMatchObject({
      text: SENTENCES.es.handoverMedia,
      wantsHandover: true,
    })
  })

  it('speaks the language of the customer’s country when the message shows none', () => {
    expect(ask('???', empty, { phoneNumber: '+55 11 90000-0001' }).text).toBe(SENTENCES.pt.handover)
    expect(ask('👍', empty, { phoneNumber: '34600000001' }).language).toBe('es')
  })

  it('ignores saved questions without an answer', () => {
    const texts = { ...empty, faqs: [{ question: 'Do you deliver?', answer: ' ' }] }
    expect(ask('Do you deliver?', texts)).toMatchObject({ text: SENTENCES.en.handover, wantsHandover: true })
  })
})

describe('the house agent without its simple greeting', () => {
  const only = (texts: object): HouseTexts => houseTextsSchema.parse(texts)

  it.each(['Hi', 'When do you open?', 'Muito obrigado!', 'I want a person', '???'])(
    'has nothing to say to "%s" where nothing is written',
    (text) => {
      for (const isFirstContact of [true, false])
        expect(ask(text, only({}), { isFirstContact })).toMatchObject({ text: '', wantsHandover: true })
      expect(ask(text, only({}), { hasMedia: true })).toMatchObject({ text: '', wantsHandover: true })
    },
  )

  it('takes texts that nobody can see for empty', () => {
    const unseen = '\u200b\u00a0\u2060'
    const texts = only({
      greeting: unseen,
      openingHours: unseen,
      handover: unseen,
      faqs: [{ question: 'Do you deliver?', answer: unseen }],
    })
    for (const text of ['Hi', 'When do you open?', 'Do you deliver?'])
      expect(ask(text, texts, { isFirstContact: true })).toMatchObject({ text: '', wantsHandover: true })
  })

  it('says only the greeting where only that is written, and asks a person for the rest', () => {
    const texts = only({ greeting: 'Welcome!' })
    expect(ask('When do you open?', texts, { isFirstContact: true })).toMatchObject({ text: 'Welcome!', wantsHandover: true })
    expect(ask('Hi', texts, { isFirstContact: true })).toMatchObject({ text: 'Welcome!', wantsHandover: false })
    expect(ask('When do you open?', texts)).toMatchObject({ text: '', wantsHandover: true })
    expect(ask('thanks', texts)).toMatchObject({ text: '', wantsHandover: true })
  })

  it('puts no greeting of its own before an answer, and nothing after it', () => {
    const texts = only({ openingHours: 'From nine.' })
    expect(ask('When do you open?', texts, { isFirstContact: true })).toMatchObject({ text: 'From nine.', wantsHandover: false })
    expect(ask('When do you open? I lost my order.', texts)).toMatchObject({ text: 'From nine.', wantsHandover: true })
  })

  it('says the words of the owner before a person takes over', () => {
    const texts = only({ handover: 'Ana will answer you.' })
    expect(ask('Hi', texts, { isFirstContact: true })).toMatchObject({ text: 'Ana will answer you.', wantsHandover: true })
  })
})
