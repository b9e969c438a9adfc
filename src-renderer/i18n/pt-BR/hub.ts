import type { hub as english } from '../en/hub.ts'

export const hub: typeof english = {
  simulatorName: 'Simulador',
  simulatorLabel: 'Testar aqui',
  simulatorDescription: 'Sem conta: você escreve como cliente e acompanha a resposta.',
}
