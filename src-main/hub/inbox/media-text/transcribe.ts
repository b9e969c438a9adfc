/** Puts one recording into words, by the server of a saved agent, and counts what that took. */
import { errorMessage } from '../../../../src-shared/errors.ts'
import type { AgentErrorCode, Transcription } from '../../agents/port.ts'
import { type AgentRegistry, backendFor } from '../../agents/registry.ts'
import type { AgentProfiles } from '../../answering/profiles/service.ts'
import type { AgentSpend } from '../../answering/spend/service.ts'
import type { InstanceRecord, MessageRecord } from '../../storage/records.ts'

/** What OpenAI takes, and those who follow it. */
const MAX_MEGABYTES = 25
/** Hours of speech; what is longer is not a message. */
const MAX_CHARACTERS = 100_000

export type Heard =
  | {
      state: 'ready'
      text: string
      isShortened: boolean
      by: string | null
      language: string | null
      /** Writes down what it took; absent where it took nothing. */
      count?: () => Promise<void>
    }
  | { state: 'failed'; problem: string }
  /** It may work when it is tried again. */
  | { state: 'later'; problem: string }

interface Options {
  agents: AgentRegistry
  profiles: Pick<AgentProfiles, 'find' | 'configOf' | 'hideSecrets'>
  spend: Pick<AgentSpend, 'count' | 'reached'>
}

export type Hear = (instance: InstanceRecord, message: MessageRecord, bytes: Uint8Array<ArrayBuffer>, signal: AbortSignal) => Promise<Heard>

const PASSING = new Set<AgentErrorCode>(['unreachable', 'timeout', 'server_error', 'rate_limited'])
const failed = (problem: string): Heard => ({ state: 'failed', problem })

export function createHear({ agents, profiles, spend }: Options): Hear {
  return async (record, { media, turnId, contactId }, bytes, signal) => {
    const { agentProfileId, model, language } = record.behaviour.mediaText.voice
    if (agentProfileId === null) return failed('Transcription is not set up here.')
    const profile = profiles.find(agentProfileId)
    if (profile === null) return failed('The agent that transcribed here does not exist any more.')
    const { transcribe } = backendFor(agents, profile.kind)
    if (transcribe === undefined) return failed('This kind of agent cannot transcribe.')
    if (bytes.length > MAX_MEGABYTES * 1024 * 1024)
      return failed(`The recording is not transcribed: it is larger than the ${MAX_MEGABYTES} MB that are allowed.`)
    const reached = spend.reached(record.name)
    if (reached === 'daily') return failed('It was not transcribed: the spending limit of the day is reached.')
    if (reached === 'monthly') return failed('It was not transcribed: the spending limit of the month is reached.')

    const config = profiles.configOf(agentProfileId, record.house)
    const audio = { bytes, mimeType: media?.mimeType ?? '', fileName: media?.fileName ?? null, model, language }
    const limit = AbortSignal.any([signal, AbortSignal.timeout(config.timeoutMs)])
    let result: Transcription
    try {
      result = await transcribe(audio, config, limit)
    } catch (error) {
      return failed(profiles.hideSecrets(agentProfileId, errorMessage(error)))
    }
    if (result.type === 'failed') {
      const problem = profiles.hideSecrets(agentProfileId, result.message)
      return { state: PASSING.has(result.code) ? 'later' : 'failed', problem }
    }
    const audioSeconds = Math.ceil(result.seconds ?? media?.durationSeconds ?? 0)
    return {
      state: 'ready',
      text: result.text.slice(0, MAX_CHARACTERS),
      isShortened: result.text.length > MAX_CHARACTERS,
      by: model,
      language: result.language,
      count: () =>
        spend.count(
          { id: turnId, instanceName: record.name, contactId },
          // It is the model that has a price, under the name of the profile.
          { ...profile, settings: { model } },
          { inputTokens: result.usage?.inputTokens ?? null, outputTokens: result.usage?.outputTokens ?? null, audioSeconds },
        ),
    }
  }
}
