/** "Test": a short sound goes to the server that is to transcribe, for nobody. */
import { houseTextsSchema } from '../../../../src-shared/contract/instances.ts'
import { errorMessage } from '../../../../src-shared/errors.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import { testSound } from './test-sound.ts'

/** Who presses the button waits no longer than this; a model that is loaded first takes a while. */
const TIMEOUT_MS = 30_000

interface Sources {
  agents: AgentRegistry
  agentProfiles: Pick<AgentProfiles, 'get' | 'configOf' | 'hideSecrets'>
}

/** `message`: what was heard, or why it failed. Throws OmniError('not_found') for an agent that is gone. */
export async function testTranscription(
  { agents, agentProfiles }: Sources,
  { agentProfileId, model, language }: { agentProfileId: string; model: string; language: string },
  signal: AbortSignal,
): Promise<{ ok: boolean; message: string; durationMs: number }> {
  const { kind } = agentProfiles.get(agentProfileId)
  const { transcribe } = backendFor(agents, kind)
  const startedAt = performance.now()
  const end = (ok: boolean, message: string) => ({
    ok,
    message: agentProfiles.hideSecrets(agentProfileId, message).slice(0, 500),
    durationMs: Math.round(performance.now() - startedAt),
  })
  if (transcribe === undefined) return end(false, 'This kind of agent cannot transcribe.')
  try {
    const config = agentProfiles.configOf(agentProfileId, houseTextsSchema.parse({}))
    const audio = { bytes: testSound(), mimeType: 'audio/wav', fileName: null, model, language }
    const result = await transcribe(audio, config, AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]))
    return result.type === 'failed' ? end(false, result.message) : end(true, result.text)
  } catch (error) {
    return end(false, errorMessage(error))
  }
}
