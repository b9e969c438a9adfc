/** Load over HTTP by autocannon, with another body for every request. */
import autocannon from 'autocannon'

export interface LoadResult {
  requests: number
  failures: number
  perSecond: number
  p50Ms: number
  p99Ms: number
}

export interface LoadOptions {
  port: number
  path: string
  headers: Record<string, string>
  connections: number
  durationMs: number
  body(): string
}

export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** POSTs for `durationMs`, one request at a time on each connection. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  const latencies: number[] = []
  const startedAt = performance.now()
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const instance = autocannon(
      {
        url: `http://127.0.0.1:${options.port}${options.path}`,
        connections: options.connections,
        duration: options.durationMs / 1000,
        method: 'POST',
        headers: { 'content-type': 'application/json', ...options.headers },
        requests: [{ setupRequest: (request) => ({ ...request, body: options.body() }) }],
      },
      (error, done) => (error ? reject(error) : resolve(done)),
    )
    // Autocannon's own histogram counts whole milliseconds.
    instance.on('response', (_client, _status, _bytes, responseTimeMs) => latencies.push(responseTimeMs))
  })
  const elapsedS = (performance.now() - startedAt) / 1000
  return {
    requests: result['2xx'],
    failures: result.non2xx + result.errors,
    perSecond: result['2xx'] / elapsedS,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
  }
}
