import type { hub as english } from '../en/hub.ts'

export const hub: typeof english = {
  simulatorName: 'Simulador',
  simulatorLabel: 'Probar aquí',
  simulatorDescription: 'Sin cuenta: escribes como cliente y miras la respuesta.',
}
