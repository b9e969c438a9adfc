/** What Prometheus reads. Loaded with the first reading: most hubs are never asked. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { InstanceService } from '../instances/service.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'

export function createMetrics({ instances, pipeline }: { instances: InstanceService; pipeline: Pipeline }): Registry {
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
  return registry
}
