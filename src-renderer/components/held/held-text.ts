import type { TFunction } from 'i18next'
import type { Held } from '../../../src-shared/contract/conversations.ts'
import { dayAndTime } from '../../format/time.ts'

/** Why a message waits to be sent, and until when. */
export function heldText({ why, until }: Held, t: TFunction<'conversations'>, locale: string): string {
  return t(`held_${why}`, { when: until === null ? '' : dayAndTime(until, locale) })
}
