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
  const { t } = useTranslation('playground')
  const locale = useLocale()
  const { live, run, start, stop } = useDryRun(trace)
  return (
    <Panel
      title={t('dryRun.title')}
      text={t('dryRun.text')}
      action={
        live ? (
          <Button variant="default" leftSection={<IconPlayerStop size={16} aria-hidden />} onClick={stop}>
            {t('dryRun.stop')}
          </Button>
        ) : (
          <div className={classes.actions}>
            <Button component={Link} href={`/playground/replay/${conversationId}`} variant="subtle" color="gray">
              {t('dryRun.whole')}
            </Button>
            <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void start()}>
              {t('dryRun.run')}
            </Button>
          </div>
        )
      }
    >
      {(live ?? run) && (
        <SideBySide
          beforeTitle={t('dryRun.sentThen')}
          before={before.join('\n\n')}
          afterTitle={t('dryRun.now')}
          after={live ? null : (run?.wouldSend.join('\n\n') ?? '')}
          waiting={<p>{live?.text}</p>}
          footer={
            <>
              {!live && run?.error && <p className={classes.error}>{hubText(run.error)}</p>}
              <footer role="status" className={classes.footer}>
                {live
                  ? t('dryRun.answering', { agent: hubText(live.agent) })
                  : run && t('dryRun.took', { agent: hubText(run.agent.name), duration: durationText(run.durationMs, locale) })}
              </footer>
            </>
          }
        />
      )}
    </Panel>
  )
}
