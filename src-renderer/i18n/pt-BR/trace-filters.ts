import type { traceFilters as english } from '../en/trace-filters.ts'

export const traceFilters: typeof english = {
  when: 'Quando',
  anyTime: 'Qualquer data',
  within_1: 'Última hora',
  within_24: 'Últimas 24 horas',
  within_168: 'Últimos 7 dias',
  within_720: 'Últimos 30 dias',
  duration: 'Quanto demorou',
  anyDuration: 'Qualquer duração',
  over_5000: 'Mais de 5 segundos',
  over_30000: 'Mais de 30 segundos',
  over_120000: 'Mais de 2 minutos',
  download: 'Baixar {{name}}',
}
