import { Tooltip } from '@mantine/core'
import { exactTime } from '../../../format/time.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './bubble.module.css'

/** As much as fits on a hint. */
const SHOWN = 400

/** Says that a message was changed; on hover and focus when, and what it said before. */
export function Edited({ at, previousText }: { at: string; previousText: string | null }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const hint = (
    <>
      <div>{t('thread.editedAt', { when: exactTime(at, locale) })}</div>
      {previousText !== null && <bdi className={classes.before}>{t('thread.before', { text: previousText.slice(0, SHOWN) })}</bdi>}
    </>
  )
  return (
    <Tooltip label={hint} events={{ hover: true, focus: true, touch: true }}>
      {/* Focusable, because what only a mouse can read is not there for everybody. */}
      <button type="button" className={classes.edited}>
        {t('edited')}
      </button>
    </Tooltip>
  )
}
