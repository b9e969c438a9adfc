/** How an account behaves, by the fields of a request. */

import type { AnswerCacheSettings } from '../../../../../../src-shared/contract/answer-cache.ts'
import { type Behaviour, behaviourSchema, type Splitting } from '../../../../../../src-shared/contract/instances.ts'
import { newId } from '../../../../runtime/ids.ts'
import type { InstanceFields } from '../schemas.ts'
import { put } from './given.ts'

/** v1 knows only on and off: on leaves an account that splits as it is. */
function splittingField(
  { message_splitting: named, enable_auto_split: isOn }: InstanceFields,
  current: Splitting,
): Splitting | null | undefined {
  if (named !== undefined) return named
  return isOn == null ? isOn : !isOn ? 'never' : current === 'never' ? 'readable' : current
}

export function behaviourOf(fields: InstanceFields, current: Behaviour = behaviourSchema.parse({})): Record<string, unknown> {
  const defaults = behaviourSchema.parse({})
  const behaviour: Record<string, unknown> = {}
  put(behaviour, 'splitting', splittingField(fields, current.splitting), defaults.splitting)
  put(behaviour, 'gatherWindowMs', fields.message_debounce_ms, defaults.gatherWindowMs)
  put(behaviour, 'gatherWindowMaxMs', fields.message_debounce_max_ms, defaults.gatherWindowMaxMs)
  put(behaviour, 'accessMode', fields.access_mode, defaults.accessMode)
  put(behaviour, 'groupMode', fields.group_mode, defaults.groupMode)
  put(behaviour, 'sessionPrefix', fields.session_id_prefix, '')
  put(behaviour, 'fallback', fallbackOf(fields, current), defaults.fallback)
  put(
    behaviour,
    'sessionTimeoutMs',
    fields.session_timeout == null ? fields.session_timeout : Math.round(fields.session_timeout * 1000),
    defaults.sessionTimeoutMs,
  )
  put(behaviour, 'phoneTakeover', phoneTakeoverOf(fields, current), defaults.phoneTakeover)
  if (fields.answer_cache !== undefined || fields.fixed_texts !== undefined)
    behaviour['answerCache'] = answerCacheOf(fields, current.answerCache, defaults.answerCache)
  return behaviour
}

function fallbackOf({ fallback_texts: texts }: InstanceFields, current: Behaviour) {
  if (texts == null) return texts
  const { rate_limited: rateLimited, ...same } = texts
  return { ...current.fallback, ...same, ...(rateLimited === undefined ? {} : { rateLimited }) }
}

function phoneTakeoverOf({ phone_takeover: minutes }: InstanceFields, { phoneTakeover }: Behaviour) {
  if (minutes == null) return minutes
  return minutes === 0 ? { ...phoneTakeover, isOn: false } : { isOn: true, minutes }
}

function answerCacheOf(
  { answer_cache: kept, fixed_texts: fixed }: InstanceFields,
  current: AnswerCacheSettings,
  defaults: AnswerCacheSettings,
) {
  const settings = kept === null ? { ...defaults, fixed: current.fixed } : { ...current, similar: { ...current.similar } }
  if (kept?.is_on !== undefined) settings.isOn = kept.is_on
  if (kept?.hours !== undefined) settings.hours = kept.hours
  if (kept?.similar?.profile_id !== undefined) settings.similar.profileId = kept.similar.profile_id
  if (kept?.similar?.model !== undefined) settings.similar.model = kept.similar.model
  if (kept?.similar?.threshold !== undefined) settings.similar.threshold = kept.similar.threshold
  if (fixed !== undefined)
    settings.fixed = (fixed ?? []).map(({ id, is_on, name, phrases, topic, text }) => ({
      id: id ?? newId(),
      isOn: is_on ?? true,
      name,
      phrases: phrases ?? [],
      topic: topic ?? null,
      text,
    }))
  return settings
}
