/**
 * What makes two questions different however alike they are to a model: "order 17" and "order 18",
 * "open on Saturday" and "open on Sunday", "with" and "without". Models put such pairs right beside
 * each other, so their numbers and these words are compared one by one.
 *
 * Known limit: words of English, Portuguese and Spanish; another ending ("sábados") counts as another
 * word. Both only mean that the agent is asked.
 */
import { wordsOf } from '../../agents/house/words.ts'

const TELLING = new Set(
  wordsOf(`
    monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays weekend weekends weekday weekdays
    segunda terca quarta quinta sexta sabado domingo segundas tercas quartas quintas sextas sabados domingos semana
    lunes martes miercoles jueves viernes domingos finde
    january february march april may june july august september october november december
    janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro
    enero febrero marzo mayo junio julio septiembre octubre noviembre diciembre
    today tomorrow yesterday tonight now morning afternoon evening night noon midnight holiday holidays christmas easter carnival
    hoje amanha ontem agora manha tarde noite feriado feriados natal pascoa carnaval
    hoy manana ayer ahora noche mediodia medianoche festivo festivos navidad pascua
    not never without no dont cant wont isnt arent except cancel
    nao nunca sem nem exceto menos cancelar
    sin tampoco excepto salvo
    zero one two three four five six seven eight nine ten eleven twelve dozen half first second third last next
    dois duas tres quatro cinco seis sete oito nove dez onze doze duzia meia meio primeiro primeira segundo terceiro ultimo ultima proximo proxima
    cero uno dos cuatro siete ocho nueve diez once doce docena media medio primero primera tercero siguiente
    small medium large pequeno pequena grande mediano mediana chico chica
  `),
)

const words = (text: string) => new Set(wordsOf(text))

/** Pairs that are asked about in the same words otherwise: naming one is not asking for the other. */
const OPPOSITES = [
  [
    words('open opens opened opening abre abrem abrir aberto aberta abren abierto abierta'),
    words('close closes closed closing fecha fecham fechar fechado cierra cierran cerrar cerrado'),
  ],
  [words('before until antes ate hasta'), words('after since depois desde despues')],
  [
    words('more bigger biggest large grande mais mas maior mayor'),
    words('less smaller smallest small pequeno pequena menos menor chico chica'),
  ],
  [words('cheap cheaper cheapest barato barata'), words('expensive caro cara')],
  [words('with com con'), words('without sem sin')],
  [words('buy comprar'), words('sell vender')],
  [words('pick collect retirar buscar recoger retirada'), words('deliver delivery entrega entregam entregar entregan envio')],
] as const

/** Words that stand before an apostrophe in what they were joined from ("don't") come as one. */
const joined = (text: string): string => text.replaceAll(/(?<=\p{L})['’](?=\p{L})/gu, '')

/** The telling words and numbers of a text in their order. */
function tellingWords(text: string): string[] {
  const normal = joined(text.normalize('NFKC'))
  const numbers = normal.match(/[-+]?[.,]?\p{N}+(?:[.,:/]\p{N}+)*/gu) ?? []
  return [...numbers, '|', ...wordsOf(normal).filter((word) => TELLING.has(word) || /\p{N}/u.test(word))]
}

const names = (text: ReadonlySet<string>, side: ReadonlySet<string>) => [...side].some((word) => text.has(word))

function areOpposed(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return OPPOSITES.some(([one, other]) => {
    const sideOf = (text: ReadonlySet<string>) => Number(names(text, one)) - Number(names(text, other))
    return sideOf(a) * sideOf(b) < 0
  })
}

/** Do both questions name the same numbers, days and the like, and nothing that is the opposite? */
export function tellTheSame(a: string, b: string): boolean {
  return tellingWords(a).join(' ') === tellingWords(b).join(' ') && !areOpposed(words(a), words(b))
}
