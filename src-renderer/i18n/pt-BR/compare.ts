import type { compare as english } from '../en/compare.ts'

export const compare: typeof english = {
  title: 'Comparar rastros',
  back: 'Voltar ao rastro',
  swap: 'Trocar',
  first: 'O primeiro',
  second: 'O segundo',
  answers: 'O que foi respondido',
  step: 'Etapa',
  difference: 'Diferença',
  notThere: 'Esta etapa não aconteceu.',
  choose: 'Comparar com qual rastro?',
  none: 'Não há outro rastro para comparar.',
}
