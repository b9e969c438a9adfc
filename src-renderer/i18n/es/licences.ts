import type { licences as english } from '../en/licences.ts'

export const licences: typeof english = {
  title: 'Avisos de licencia',
  text: 'Omni se apoya en el trabajo de muchos. Estos paquetes son parte de él.',
  packages: 'Paquetes',
  search: 'Buscar por paquete o licencia',
  found_one: '{{count}} paquete',
  found_other: '{{count}} paquetes',
  noText: 'Este paquete no trae el texto de su licencia.',
}
