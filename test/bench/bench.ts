/** What a bench returns: figures with the bound that the issue sets, if any. */
export interface Figure {
  bench: string
  figure: string
  value: number
  unit: string
  /** What the figure must satisfy; null when it is only reported. */
  bound: { atLeast?: number; atMost?: number } | null
}

export interface Bench {
  name: string
  run(options: { isQuick: boolean; log(line: string): void }): Promise<Figure[]>
}

export function isMet({ value, bound }: Figure): boolean | null {
  if (bound === null) return null
  return value >= (bound.atLeast ?? Number.NEGATIVE_INFINITY) && value <= (bound.atMost ?? Number.POSITIVE_INFINITY)
}
