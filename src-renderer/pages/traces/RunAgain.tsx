import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { Panel } from '../../components/Panel.tsx'
import { SideBySide } from '../../components/SideBySide.tsx'
import { durationText } from '../../format/number.ts'
import { api } from '../../hub/client.ts'
import { useLocale } from '../../i18n/use-locale.ts'
import classes from './run-again.module.css'
import { useDryRun } from './use-dry-run.ts'

/** What was sent then beside what would be sent now. */
export function RunAgain({ trace, conversationId }: { trace: Trace; conversationId: string }) {
  const { t } = useTranslation('dryRun')
  const locale = useLocale()
  const { live, run, start, stop } = useDryRun(trace)
  const turns = useQuery({ ...api.playground.turns.queryOptions({ input: { conversationId } }), enabled: live !== null || run !== null })
  const before = turns.data?.find((turn) => turn.traceId === trace.id)?.answer ?? []
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
          <Button variant="default" leftSection={<IconPlayerPlay size={16} aria-hidden />} onClick={() => void start()}>
            {t('run')}
          </Button>
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
              {!live && run?.error && <p className={classes.error}>{run.error}</p>}
              <footer role="status" className={classes.footer}>
                {live
                  ? t('answering', { agent: live.agent })
                  : run && t('took', { agent: run.agent.name, duration: durationText(run.durationMs, locale) })}
              </footer>
            </>
          }
        />
      )}
    </Panel>
  )
}
