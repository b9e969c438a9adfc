/** Round numbers for a vertical axis: at most five, from 0 to at least `highest`. */
export function axisOf(highest: number, isWhole: boolean): { top: number; ticks: number[] } {
  const rough = Math.max(highest, 1) / 4
  const magnitude = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * magnitude).find((candidate) => candidate >= rough) ?? rough
  const size = isWhole ? Math.max(1, Math.ceil(step)) : step
  const count = Math.max(1, Math.ceil(Math.max(highest, 1) / size))
  return { top: size * count, ticks: Array.from({ length: count + 1 }, (_, n) => n * size) }
}
