/** Two soft tones, made here: no file to fetch. */

const TONES: [frequency: number, startS: number][] = [
  [659.25, 0],
  [880, 0.14],
]
const LENGTH_S = 0.32
const LOUDNESS = 0.16

let context: AudioContext | null = null
let sounding = 0

/** A context that is left running holds the loudspeaker, and with it keeps the machine from sleeping. */
function ended(): void {
  sounding -= 1
  if (sounding === 0) void context?.suspend()
}

/** Rejects where the browser does not let a page sound before somebody has clicked on it. */
export async function playSound(): Promise<void> {
  context ??= new AudioContext()
  await context.resume()
  const now = context.currentTime
  for (const [frequency, startS] of TONES) {
    const tone = context.createOscillator()
    const volume = context.createGain()
    tone.type = 'sine'
    tone.frequency.value = frequency
    volume.gain.setValueAtTime(0, now + startS)
    // Swelling and fading: a tone that is cut clicks.
    volume.gain.linearRampToValueAtTime(LOUDNESS, now + startS + 0.02)
    volume.gain.exponentialRampToValueAtTime(0.0001, now + startS + LENGTH_S)
    tone.connect(volume).connect(context.destination)
    sounding += 1
    tone.onended = ended
    tone.start(now + startS)
    tone.stop(now + startS + LENGTH_S)
  }
}
