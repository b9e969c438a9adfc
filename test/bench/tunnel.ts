/**
 * What the way through the SSH tunnel adds to a webhook: the same call, stored durably, sent to the main server and
 * through a real sshd on this machine, by turns. On loopback, so that only the work is measured and not the distance.
 */
import { startTestHub } from '../support/hub.ts'
import { createPigeonLoft, RING, SIGNATURE_HEADER, signed } from '../support/pigeon-channel.ts'
import { startSshd } from '../support/sshd.ts'
import type { Bench } from './bench.ts'
import { percentile } from './http-load.ts'

const CALLS = 500
const WARM_UP = 100

export const tunnel: Bench = {
  name: 'tunnel',
  async run({ isQuick }) {
    const [omni, sshd] = await Promise.all([startTestHub({ drivers: [createPigeonLoft().driver] }), startSshd()])
    try {
      const { panel } = omni
      await panel.instances.create({
        name: 'roof',
        channel: 'pigeon',
        settings: { loft: 'Roof', speed: 'fast' },
        secrets: { ring: RING },
      })
      await panel.tunnel.save({
        providerId: 'ssh',
        settings: { kind: 'own', host: sshd.host, port: sshd.port, user: sshd.user },
        secrets: { privateKey: sshd.privateKey },
      })
      await panel.tunnel.turn({ isOn: true })
      while ((await panel.tunnel.status()).state !== 'up') await new Promise((resolve) => setTimeout(resolve, 50))
      const ways = [omni.url, (await panel.tunnel.status()).publicUrl].map((url) => ({ url, tookMs: [] as number[] }))
      for (let n = 0; n < WARM_UP + (isQuick ? CALLS / 5 : CALLS); n += 1) {
        for (const { url, tookMs } of ways) {
          const body = JSON.stringify({ from: `customer-${n % 50}`, text: `Message ${n} through ${url}` })
          const startedAt = performance.now()
          const answer = await fetch(`${url}/webhook/pigeon/roof`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', [SIGNATURE_HEADER]: signed(Buffer.from(body)) },
            body,
          })
          await answer.arrayBuffer()
          if (answer.status !== 200) throw new Error(`a webhook was answered ${answer.status}`)
          if (n >= WARM_UP) tookMs.push(performance.now() - startedAt)
        }
      }
      const [direct = 0, through = 0] = ways.map(({ tookMs }) => percentile(tookMs, 0.5))
      return [
        { bench: 'tunnel', figure: 'webhook, directly, p50', value: direct, unit: 'ms', bound: null },
        { bench: 'tunnel', figure: 'webhook through SSH, p50', value: through, unit: 'ms', bound: null },
        { bench: 'tunnel', figure: 'webhook through SSH, to directly', value: through / direct, unit: '×', bound: null },
      ]
    } finally {
      await omni.stop()
      await sshd.stop()
    }
  },
}
