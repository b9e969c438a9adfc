/**
 * How long to wait after so many failures in a row (1, 2, …): twice as long each time, up to `mostMs`, give or take a
 * half by chance, so that many that failed together do not all come back at once. Milliseconds.
 */
export function growingPause(failures: number, { firstMs, mostMs }: { firstMs: number; mostMs: number }, random: () => number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(failures - 1, 20)) * (0.5 + random())
}
