/** A day at a small bakery: who wrote, when, and what was answered. */

export interface Said {
  /** Minutes before now. */
  ago: number
  account: 'sol-bakery' | 'sol-orders' | 'sol-cafe'
  from: string
  name: string
  text: string
  answer: Answer
  group?: string
}

/** What the agent does with a message. */
export type Answer =
  | { type: 'says'; text: string; tool?: string }
  /** Begins and does not end: the answer that is seen being written. */
  | { type: 'is writing'; text: string }
  | { type: 'fails' }
  /** It is written, and whether the platform got it is not known. */
  | { type: 'may be lost'; text: string }
  /** The customer is not on WhatsApp any more. */
  | { type: 'is refused'; text: string }

const says = (text: string, tool?: string): Answer => ({ type: 'says', text, ...(tool ? { tool } : {}) })

const MARIANA = { from: '5511987654321', name: 'Mariana Souza' }
const RUI = { from: '5511981112222', name: 'Rui Carvalho' }
const ANA = { from: '5511972223333', name: 'Ana Beatriz' }
const JOAO = { from: '5511963334444', name: 'João Pedro' }
const CARLA = { from: '5511954445555', name: 'Carla Nunes' }
const DIEGO = { from: '5491122334455', name: 'Diego Fernández' }
const LUCIA = { from: '5215512345678', name: 'Lucía Romero' }
const BEN = { from: '447700900123', name: 'Ben Carter' }
const PAULA = { from: '5511945556666', name: 'Paula Lima' }
const TIAGO = { from: '5511936667777', name: 'Tiago Alves' }
const HELENA = { from: '5511927778888', name: 'Helena Prado' }
const OTTO = { from: '4915112345678', name: 'Otto Weber' }

/** What people ask on any day, and what they are told. */
export const usual: { text: string; answer: Answer }[] = [
  { text: 'When do you open tomorrow?', answer: says('Tomorrow we are open from 7:00 to 19:00.', 'opening_hours') },
  { text: 'Do you still have sourdough?', answer: says('Yes, five loaves are left. Shall I keep one for you?', 'stock') },
  { text: 'How much is a coffee and a slice of carrot cake?', answer: says('Together they are 5.40.', 'price_list') },
  { text: 'Can I order for Friday?', answer: says('Of course. What would you like, and when will you pick it up?') },
  { text: 'Where are you?', answer: says('120 Orange Tree Street, next to the main square.') },
  { text: 'Do you deliver to the station?', answer: says('Yes, from Monday to Friday. Delivery is free above 20.') },
  { text: 'Is the bakery open on the holiday?', answer: says('Yes, on holidays we are open from 8:00 to 13:00.', 'opening_hours') },
]
export const regulars = [MARIANA, RUI, ANA, CARLA, DIEGO, LUCIA, BEN, TIAGO, HELENA, OTTO]

const MARCOS = { from: '5511933334444', name: 'Marcos Reis' }
const shop = 'sol-bakery' as const
const orders = 'sol-orders' as const
const cafe = 'sol-cafe' as const

export const script: Said[] = [
  {
    ago: 1370,
    account: shop,
    ...OTTO,
    text: 'Good evening! Are you open on Sunday?',
    answer: says('Good evening! Yes, on Sunday we are open from 8:00 to 13:00.'),
  },
  {
    ago: 1310,
    account: orders,
    ...HELENA,
    text: 'Can I still change my order for tomorrow?',
    answer: says('Of course, until 20:00. What shall I change?', 'find_order'),
  },
  {
    ago: 1305,
    account: orders,
    ...HELENA,
    text: 'Two sourdough loaves instead of one, please',
    answer: says('Done: two sourdough loaves, ready from 7:30.', 'update_order'),
  },
  {
    ago: 1180,
    account: shop,
    ...TIAGO,
    text: 'Do you have anything without gluten?',
    answer: says('We bake a gluten-free corn bread on Tuesdays and Fridays.'),
  },
  {
    ago: 905,
    account: shop,
    ...PAULA,
    text: 'How much is a birthday cake for 20 people?',
    answer: says(
      'For 20 people we suggest the 3 kg cake:\n\n- **Carrot and chocolate**: 38.00\n- **Strawberry and cream**: 45.00\n\nPlease order two days ahead.',
      'price_list',
    ),
  },
  {
    ago: 900,
    account: shop,
    ...PAULA,
    text: 'Strawberry, for Saturday! 🎂',
    answer: says('Wonderful! A strawberry cake for Saturday. Which name shall we write on it?', 'create_order'),
  },
  {
    ago: 760,
    account: shop,
    ...BEN,
    text: 'Where can I park near the shop?',
    answer: says('There is a car park behind the square, two minutes on foot. The first hour is free for customers.'),
  },
  {
    ago: 640,
    account: orders,
    ...LUCIA,
    text: '¿Hacen entregas a domicilio?',
    answer: says('¡Hola, Lucía! Sí, entregamos hasta a 5 km, de lunes a viernes. A partir de 20 es gratis.'),
  },
  { ago: 612, account: orders, ...LUCIA, text: 'Perfecto, gracias 🙌', answer: says('¡A ti! Que tengas un buen día.') },
  {
    ago: 500,
    account: shop,
    ...DIEGO,
    text: '¿Qué precio tienen las medialunas?',
    answer: says('La media docena cuesta 4,20 y la docena 7,90.'),
  },
  { ago: 410, account: shop, ...CARLA, text: 'My order number 4417 has not arrived yet', answer: { type: 'fails' } },
  // The agent of the café is down.
  { ago: 398, account: cafe, ...MARCOS, text: 'Is there a table for two at eight?', answer: { type: 'fails' } },
  { ago: 396, account: cafe, ...MARCOS, text: 'Do you have oat milk?', answer: { type: 'fails' } },
  { ago: 371, account: cafe, ...MARCOS, text: 'Hello?', answer: { type: 'fails' } },
  { ago: 350, account: cafe, ...MARCOS, text: 'Is the terrace open?', answer: { type: 'fails' } },
  { ago: 331, account: cafe, ...MARCOS, text: 'Can I bring my dog?', answer: { type: 'fails' } },
  {
    ago: 290,
    account: orders,
    ...JOAO,
    text: 'Vocês fazem coffee break para empresas?',
    answer: says('Fazemos, sim! Para quantas pessoas e em que dia seria?'),
  },
  {
    ago: 286,
    account: orders,
    ...JOAO,
    text: 'Umas 40 pessoas, na sexta de manhã',
    answer: {
      type: 'may be lost',
      text: 'Perfeito. Para 40 pessoas sugerimos a opção completa: pães, bolos, frutas e café. Posso enviar o orçamento?',
    },
  },
  {
    ago: 205,
    account: shop,
    ...TIAGO,
    text: 'Is the corn bread there today?',
    answer: says('Yes, it came out of the oven at 9:40. Shall I put one aside for you?'),
  },
  {
    ago: 150,
    account: shop,
    ...ANA,
    text: 'Hi! Do you have vegan options?',
    answer: says('Hi, Ana! Yes: olive focaccia, banana bread and the dark rye are vegan.'),
  },
  {
    ago: 146,
    account: shop,
    ...ANA,
    text: 'And is the focaccia still available today?',
    answer: says('There are six left. I can keep one for you until 18:00.', 'stock'),
  },
  { ago: 95, account: orders, ...HELENA, text: 'The loaves were great, thank you!', answer: says('That makes us happy! See you soon.') },
  {
    ago: 61,
    account: shop,
    ...RUI,
    text: 'I would like to speak to someone about a wedding cake',
    answer: says('A wedding cake is something special: I am calling Sofia, who plans them. She will answer you here in a moment.'),
  },
  {
    ago: 34,
    account: shop,
    ...PAULA,
    text: 'The name is Clara, with a heart please ❤️',
    answer: says('Noted: “Clara” with a heart. Your cake is ready on Saturday from 10:00.', 'update_order'),
  },
  {
    ago: 18,
    account: shop,
    ...BEN,
    text: 'Do you take cards?',
    answer: { type: 'is refused', text: 'Yes, cards and contactless. Cash as well, of course.' },
  },
  {
    ago: 9,
    account: shop,
    ...MARIANA,
    text: 'Good morning! Do you open on Saturday?',
    answer: says('Good morning, Mariana! Yes, on Saturday we are open from 7:00 to 19:00.', 'opening_hours'),
  },
  {
    ago: 7,
    account: shop,
    ...MARIANA,
    text: 'Great. I need 60 bread rolls and 2 carrot cakes for a party. Is that possible?',
    answer: says(
      'It is! 60 bread rolls and 2 carrot cakes come to **76.00**.\n\nShall I note the order for Saturday, and at what time will you pick it up?',
      'price_list',
    ),
  },
  {
    ago: 0,
    account: shop,
    ...MARIANA,
    text: 'Yes please, at 9 in the morning. Can you also write “Happy 70th, Rosa” on one of them?',
    answer: { type: 'is writing', text: 'Of course! One carrot cake says **“Happy 70th, Rosa”**. Your order for Saturday at 9:00' },
  },
]
