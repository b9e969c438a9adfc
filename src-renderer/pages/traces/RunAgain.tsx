import { Button } from '@mantine/core'
import { IconPlayerPlay, IconPlayerStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Trace } from '../../../src-shared/contract/traces.ts'
import { Panel } from '../../components/Panel.tsx'
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
  const now = live ? [live.text] : (run?.wouldSend ?? [])
  const said = (texts: string[]) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one answer never change their places.
    texts.length === 0 ? <p className={classes.none}>{t('nothing')}</p> : texts.map((text, index) => <p key={index}>{text}</p>)
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
        <div className={classes.sides}>
          <section className={classes.side} aria-label={t('sentThen')}>
            <h3>{t('sentThen')}</h3>
            {said(before)}
          </section>
          <section className={classes.side} aria-label={t('now')} data-now>
            <h3>{t('now')}</h3>
            {said(now)}
            {!live && run?.error && <p className={classes.error}>{run.error}</p>}
            <footer role="status">
              {live
                ? t('answering', { agent: live.agent })
                : run && t('took', { agent: run.agent.name, duration: durationText(run.durationMs, locale) })}
            </footer>
          </section>
        </div>
      )}
    </Panel>
  )
}
