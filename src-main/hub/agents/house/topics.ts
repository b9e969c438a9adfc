/** What customers of any shop ask, in the words of three languages. */
import { wordsOf } from './words.ts'

export type Topic = 'greeting' | 'thanks' | 'openingHours' | 'address' | 'priceList' | 'person'

const PHRASES: Record<Topic, string> = {
  greeting: `hi; hello; hey; good morning; good afternoon; good evening; hi there; how are you; how do you do; how is it going; oi; ola; opa; bom dia; boa tarde; boa noite; e ai; tudo bem; tudo bom; como vai; como vai voce; como voce esta;
    hola; buenas; buenos dias; buen dia; buenas tardes; buenas noches; que tal; como esta; como esta usted; como estas`,
  thanks: `thanks; thank you; thx; bye; goodbye; obrigado; obrigada; obg; valeu; vlw; tchau; ate logo; ate mais; gracias; adios; chau; hasta luego`,
  openingHours: `open; opens; opening; opened; close; closes; closing; closed; hours; what time; business hours; schedule; working days;
    horario; horarios; funcionamento; aberto; aberta; abertos; abre; abrem; abrir; fecha; fecham; fechado; fechada; fechar; que horas; que hora; atendem; atendimento;
    abierto; abierta; abren; cierra; cierran; cerrado; cerrada; cerrar; atienden; atencion`,
  address: `address; where are you; where is the shop; where is the store; where is it; where are you located; location; located; directions; how to get there; how do i get there; find you;
    endereco; onde fica; onde ficam; onde e; onde voces ficam; onde vcs ficam; onde voces estao; onde estao; onde estao localizados; localizacao; localizados; localizada; como chegar; como chego;
    direccion; donde queda; donde quedan; donde esta; donde estan; donde es; donde se encuentran; ubicacion; ubicados; ubicada; como llegar; como llego`,
  priceList: `price; prices; pricing; cost; costs; how much; price list; charge; rates;
    preco; precos; valor; valores; quanto custa; quanto custam; quanto e; quanto fica; quanto sai; quanto ta; quanto esta; quanto cobra; quanto cobram; tabela; cardapio; orcamento;
    precio; precios; cuesta; cuestan; cuanto cuesta; cuanto vale; cuanto es; cuanto sale; cuanto cobran; tarifa; tarifas; presupuesto`,
  person: `human; person; attendant; representative; someone; talk to somebody; speak to somebody; real person; staff;
    humano; humana; pessoa; atendente; falar com alguem; falar com vendedor; falar com o dono; falar com a dona;
    persona; asesor; asesora; hablar con alguien; hablar con el dueno; hablar con un agente`,
}

const TOPICS = Object.entries(PHRASES).map(([topic, phrases]) => ({
  topic: topic as Topic,
  phrases: phrases.split(';').map(wordsOf),
}))

/** By their first words: of hundreds of phrases, a message has the first words of a few. */
const BY_FIRST_WORD = Map.groupBy(
  TOPICS.flatMap(({ topic, phrases }) => phrases.map((words) => ({ topic, words }))),
  ({ words }) => words[0],
)

export interface FoundTopic {
  topic: Topic
  /** The place of its first word in the text. */
  position: number
}

/** The topics of these words, in the order in which the customer named them. */
export function topicsOf(words: string[]): FoundTopic[] {
  const found = new Map<Topic, number>()
  words.forEach((first, position) => {
    for (const { topic, words: phrase } of BY_FIRST_WORD.get(first) ?? [])
      if (!found.has(topic) && phrase.every((word, offset) => words[position + offset] === word)) found.set(topic, position)
  })
  return [...found].map(([topic, position]) => ({ topic, position }))
}

const COURTESY = TOPICS.filter(({ topic }) => topic === 'greeting' || topic === 'thanks').flatMap(({ phrases }) => phrases)

/** Every word of a greeting or of thanks, also of those that need several ("good", "morning"). */
export const COURTESY_WORDS: ReadonlySet<string> = new Set(COURTESY.flat())

/** The words that are a greeting or thanks alone: they carry nothing when questions are compared. */
export const POLITE_WORDS: ReadonlySet<string> = new Set(COURTESY.filter((phrase) => phrase.length === 1).flat())
