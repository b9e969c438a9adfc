import type { compare as english } from '../en/compare.ts'

export const compare: typeof english = {
  title: 'Comparar trazas',
  back: 'Volver a la traza',
  swap: 'Intercambiar',
  first: 'La primera',
  second: 'La segunda',
  answers: 'Lo que se respondió',
  step: 'Paso',
  difference: 'Diferencia',
  notThere: 'Este paso no ocurrió.',
  choose: '¿Con qué traza comparar?',
  none: 'No hay otra traza con la que comparar.',
}
