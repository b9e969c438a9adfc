/** What was found by a proof, in words, and what follows from it. */
import type { TunnelProof } from '../../../src-shared/contract/tunnel.ts'
import { type OpenTunnel, TunnelError } from './port.ts'
import type { ProofFinding } from './proof.ts'

/** Good enough to be up. */
const OF_USE = new Set<TunnelProof['result']>(['ok', 'not_from_here', 'only_here'])

type Reach = Pick<OpenTunnel, 'isProvenFromHere' | 'isOnlyHere'>

export function proofOf(finding: ProofFinding, reach: Reach, at: string): TunnelProof {
  return { ...verdictOn(finding, reach), at }
}

/** Why a tunnel with this proof is of no use; null when it is of some. */
export function failureOf({ result, message }: TunnelProof): TunnelError | null {
  return OF_USE.has(result) ? null : new TunnelError('unproven', message)
}

function verdictOn(finding: ProofFinding, { isProvenFromHere, isOnlyHere }: Reach): Pick<TunnelProof, 'result' | 'message'> {
  if (isOnlyHere === true && (finding.result === 'ok' || finding.result === 'no_answer'))
    return { result: 'only_here', message: 'Only this computer reaches this address, so no platform can call it.' }
  switch (finding.result) {
    case 'ok':
      return { result: 'ok', message: 'A call to the public address arrived here.' }
    case 'somebody_else':
      return { result: 'somebody_else', message: 'Something else answers at the public address.' }
    case 'other_name':
      return {
        result: 'failed',
        message: `Calls arrive under the name "${finding.host}" instead of the public one. Let the proxy in front pass on the Host header.`,
      }
    case 'nobody':
      return {
        result: 'failed',
        message: `The public address answers with status ${finding.statusCode}, and calls to it do not arrive here.`,
      }
    case 'no_answer':
      // Many routers do not let a computer behind them call their own public address.
      if (!isProvenFromHere) return { result: 'not_from_here', message: 'It could not be checked from this computer whether calls arrive.' }
      return { result: 'failed', message: `Nothing answers at the public address: ${finding.why}` }
  }
}
