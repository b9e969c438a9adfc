export const json = {
  fold: 'Fold {{path}}',
  unfold: 'Unfold {{path}}',
  entries_one: '{{count}} entry',
  entries_other: '{{count}} entries',
}
