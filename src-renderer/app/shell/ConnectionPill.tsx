import { Tooltip } from '@mantine/core'
import { Link } from 'wouter'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './rail.module.css'
import { useConnectionWords } from './use-connection-words.ts'

/** The state of everything in one line, leading to the accounts. */
export function ConnectionPill({ isCollapsed }: { isCollapsed: boolean }) {
  const { t } = useTranslation('shell')
  const { text, tone } = useConnectionWords()
  return (
    <output className={classes.pillBox} aria-label={t('connectionStatus')}>
      <Tooltip label={text} position="right" disabled={!isCollapsed}>
        <Link href="/instances" className={classes.pill} title={isCollapsed ? undefined : t('openInstances')}>
          <span className={classes.dot} data-tone={tone} aria-hidden />
          <span className={isCollapsed ? 'visually-hidden' : 'num'}>{text}</span>
        </Link>
      </Tooltip>
    </output>
  )
}
