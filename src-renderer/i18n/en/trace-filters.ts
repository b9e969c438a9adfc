export const traceFilters = {
  when: 'When',
  anyTime: 'Any time',
  within_1: 'Last hour',
  within_24: 'Last 24 hours',
  within_168: 'Last 7 days',
  within_720: 'Last 30 days',
  duration: 'How long it took',
  anyDuration: 'Any duration',
  over_5000: 'Over 5 seconds',
  over_30000: 'Over 30 seconds',
  over_120000: 'Over 2 minutes',
  download: 'Download {{name}}',
}
