/** What the drawings and the table of the figures have in common. */
import type { Figures } from '../../../../src-shared/contract/home.ts'

export type ChartKind = 'messages' | 'times'

export interface LabelledStretch extends Figures {
  from: string
  label: string
}
