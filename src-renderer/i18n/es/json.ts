import type { json as english } from '../en/json.ts'

export const json: typeof english = {
  fold: 'Plegar {{path}}',
  unfold: 'Desplegar {{path}}',
  entries_one: '{{count}} elemento',
  entries_other: '{{count}} elementos',
}
