import type { json as english } from '../en/json.ts'

export const json: typeof english = {
  fold: 'Recolher {{path}}',
  unfold: 'Abrir {{path}}',
  entries_one: '{{count}} item',
  entries_other: '{{count}} itens',
}
