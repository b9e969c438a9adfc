declare module 'pino-roll' {
  import type { DestinationStream } from 'pino'
  /** A rotating destination. `size` like `10m`; `limit.count` old files are kept. */
  export default function roll(options: {
    file: string
    extension?: string
    size?: string
    limit?: { count: number }
    mkdir?: boolean
  }): Promise<DestinationStream & { end(): void }>
}
