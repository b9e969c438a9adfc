/** How loud a recording is, from its beginning to its end. */

/** As many bars as are drawn. */
export const BARS = 44

/**
 * The loudest sample of each of `bars` equal stretches, 0 to 1, the loudest of all being 1. Silence
 * gives zeros.
 */
export function peaksOf(samples: Float32Array, bars = BARS): number[] {
  const step = samples.length / bars
  const peaks = Array.from({ length: bars }, (_, bar) => {
    let peak = 0
    for (let at = Math.floor(bar * step); at < Math.floor((bar + 1) * step); at += 1) peak = Math.max(peak, Math.abs(samples[at] ?? 0))
    return peak
  })
  const loudest = Math.max(...peaks)
  return loudest === 0 ? peaks : peaks.map((peak) => peak / loudest)
}

/** Longer recordings are not decoded: minutes of sound are many megabytes in memory. */
const MAX_BYTES = 8_000_000

/** Null where the sound cannot be read here: the recording is then drawn as an even line. */
export async function readPeaks(url: string, signal: AbortSignal): Promise<number[] | null> {
  try {
    const bytes = await (await fetch(url, { signal })).arrayBuffer()
    if (bytes.byteLength > MAX_BYTES) return null
    const context = new OfflineAudioContext(1, 1, 44_100)
    return peaksOf((await context.decodeAudioData(bytes)).getChannelData(0))
  } catch {
    return null
  }
}
