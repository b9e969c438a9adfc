/** The library of ngrok, as far as it is used. */
import type { Config, Listener } from '@ngrok/ngrok'
import { TunnelError } from '../../port.ts'

export interface Ngrok {
  forward(config: Config): Promise<Pick<Listener, 'url' | 'close'>>
}

/** Rejects with a {@link TunnelError} where it is not made for this kind of computer. */
export async function loadNgrok(): Promise<Ngrok> {
  try {
    const { forward } = await import('@ngrok/ngrok')
    return { forward }
  } catch (cause) {
    throw new TunnelError('program', 'The part of ngrok for this kind of computer is not installed.', { isFinal: true, cause })
  }
}
