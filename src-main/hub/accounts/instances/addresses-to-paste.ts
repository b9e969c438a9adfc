/** The accounts whose platform has to be told its address by a person. */
import type { TunnelStatus } from '../../../../src-shared/contract/tunnel.ts'
import type { RunningInstance } from './running-instance.ts'

/** `publicUrl` without a path. */
export function addressesToPaste(instances: readonly RunningInstance[], publicUrl: string): TunnelStatus['toPaste'] {
  return instances.flatMap(({ record, driver: { webhook } }) =>
    webhook?.paste === undefined || webhook.paste.when?.((field) => record.secrets[field] !== undefined) === false
      ? []
      : [
          {
            instanceName: record.name,
            displayName: record.displayName,
            channel: record.channel,
            field: webhook.paste.field,
            address: `${publicUrl}/webhook${webhook.paths[0].replace(':name', () => record.name)}`,
          },
        ],
  )
}
