import { deflateRawSync } from 'node:zlib'
import type { PayloadInput } from '../../records.ts'
import type { Statements } from '../connection/statements.ts'

/** Text worth less than this many bytes is kept as it is: deflating it costs more than it saves. */
const DEFLATE_FROM_BYTES = 4096

export function payloadStore(db: Statements) {
  const insert = db.prepare(
    'INSERT INTO trace_payloads (turn_id, instance_name, stage, kind, at, status_code, size_bytes, body, is_deflated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  )
  return {
    add(turnId: string, instanceName: string, payload: PayloadInput): void {
      const plain = Buffer.from(payload.body)
      const isDeflated = plain.length >= DEFLATE_FROM_BYTES
      insert.run(
        turnId,
        instanceName,
        payload.stage,
        payload.kind,
        payload.at,
        payload.statusCode,
        plain.length,
        isDeflated ? deflateRawSync(plain) : plain,
        isDeflated ? 1 : 0,
      )
    },
  }
}
