import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { Panel } from '../../components/Panel.tsx'
import { SideBySide } from '../../components/SideBySide.tsx'
import { durationText } from '../../format/number.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import classes from './run-again.module.css'
import { useDryRun } from './use-dry-run.ts'

interface RunAgainProps {
  trace: Trace
  /** What was sent then. */
  before: string[]
  conversationId: string
}

/** What was sent then beside what would be sent now. */
export function RunAgain({ trace, before, conversationId }: RunAgainProps) {
  const { t } = useTranslation('dryRun')
  const locale = useLocale()
  const { live, run, start, stop } = useDryRun(trace)
  return (
    <Panel
      title={t('title')}
      text={t('text')}
      action={
        live ? (
          <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={stop}>
            {t('stop')}
          </Button>
        ) : (
          <div className={classes.actions}>
            <Button component={Link} href={`/playground/replay/${conversationId}`} variant="subtle" color="gray">
              {t('whole')}
            </Button>
            <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void start()}>
              {t('run')}
            </Button>
          </div>
        )
      }
    >
      {(live ?? run) && (
        <SideBySide
          beforeTitle={t('sentThen')}
          before={before.join('\n\n')}
          afterTitle={t('now')}
          after={live ? null : (run?.wouldSend.join('\n\n') ?? '')}
          waiting={<p>{live?.text}</p>}
          footer={
            <>
              {!live && run?.error && <p className={classes.error}>{hubText(run.error)}</p>}
              <footer role="status" className={classes.footer}>
                {live
                  ? t('answering', { agent: hubText(live.agent) })
                  : run && t('took', { agent: hubText(run.agent.name), duration: durationText(run.durationMs, locale) })}
              </footer>
            </>
          }
        />
      )}
    </Panel>
  )
}
