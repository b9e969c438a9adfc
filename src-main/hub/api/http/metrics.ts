/** What Prometheus reads. Loaded with the first reading: most hubs are never asked. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { InstanceService } from '../../accounts/instances/service.ts'
import type { FaultKind, FaultLedger } from '../../observe/fault-ledger.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import type { TunnelService } from '../../tunnel/service.ts'

interface Sources {
  instances: InstanceService
  pipeline: Pipeline
  tunnel: Pick<TunnelService, 'status'>
  faults: Pick<FaultLedger, 'counted'>
}

const FAULTS: [FaultKind, name: string, help: string][] = [
  ['uncaughtException', 'omni_uncaught_exceptions_total', 'Errors that nobody caught; the hub was started again for each'],
  ['unhandledRejection', 'omni_unhandled_rejections_total', 'Failures of work that nobody waited for'],
]

export function createMetrics({ instances, pipeline, tunnel, faults }: Sources): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  new Gauge({
    name: 'omni_queue_depth',
    help: 'Turns and sends that wait or are worked on',
    registers: [registry],
    collect() {
      this.set(pipeline.depth)
    },
  })
  new Gauge({
    name: 'omni_queue_oldest_seconds',
    help: 'Age of the oldest of them',
    registers: [registry],
    collect() {
      this.set(pipeline.oldestMs / 1000)
    },
  })
  new Gauge({
    name: 'omni_instance_connected',
    help: '1 when the account is connected',
    labelNames: ['instance', 'channel'],
    registers: [registry],
    collect() {
      this.reset()
      for (const { record } of instances.list())
        this.set({ instance: record.name, channel: record.channel }, record.connection.state === 'connected' ? 1 : 0)
    },
  })
  new Gauge({
    name: 'omni_tunnel_up',
    help: '1 when the public address is open and calls to it arrive',
    registers: [registry],
    collect() {
      this.set(tunnel.status().state === 'up' ? 1 : 0)
    },
  })
  for (const [kind, name, help] of FAULTS) {
    new Counter({
      name,
      help,
      registers: [registry],
      // Counted since the process began: the hub that is asked may be younger.
      collect() {
        this.reset()
        this.inc(faults.counted(kind))
      },
    })
  }
  return registry
}
