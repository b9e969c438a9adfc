import type { traceFilters as english } from '../en/trace-filters.ts'

export const traceFilters: typeof english = {
  when: 'Cuándo',
  anyTime: 'Cualquier fecha',
  within_1: 'Última hora',
  within_24: 'Últimas 24 horas',
  within_168: 'Últimos 7 días',
  within_720: 'Últimos 30 días',
  duration: 'Cuánto tardó',
  anyDuration: 'Cualquier duración',
  over_5000: 'Más de 5 segundos',
  over_30000: 'Más de 30 segundos',
  over_120000: 'Más de 2 minutos',
  download: 'Descargar {{name}}',
}
