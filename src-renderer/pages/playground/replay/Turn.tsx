import { Button } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { PastTurn } from '../../../../src-shared/contract/playground.ts'
import { SideBySide } from '../../../components/SideBySide.tsx'
import { TimeText } from '../../../components/TimeText.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { wouldGet } from '../runs/answer.ts'
import { RunFooter, RunWaiting } from '../runs/RunParts.tsx'
import { VerdictMark } from '../runs/VerdictMark.tsx'
import { verdictOn } from '../runs/verdict.ts'
import { Said } from '../Said.tsx'
import classes from './replay.module.css'
import { replayRuns } from './replay-store.ts'

/** One turn then and now. */
export function Turn({ turn, onRun }: { turn: PastTurn; onRun: () => void }) {
  const { t } = useTranslation('playground')
  const answer = replayRuns.useAnswer(turn.traceId)
  const before = turn.answer.join('\n\n')
  const verdict = verdictOn(before, answer)
  return (
    <li className={classes.turn}>
      <div className={classes.turnHead}>
        <Link href={`/traces/${turn.traceId}`} className={classes.at} title={t('openTrace')}>
          <TimeText iso={turn.at} />
        </Link>
        {verdict && <VerdictMark verdict={verdict} />}
        <span className={classes.space} />
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          disabled={verdict === 'running'}
          onClick={onRun}
        >
          {t('runThis')}
        </Button>
      </div>
      <div className={classes.asked}>
        {turn.customer.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was said then does not change any more.
          <Said key={index} tone="customer">
            {text}
          </Said>
        ))}
      </div>
      <SideBySide
        beforeTitle={t('dryRun.sentThen')}
        before={before}
        afterTitle={t('dryRun.now')}
        after={answer?.state === 'done' ? wouldGet(answer.run) : null}
        waiting={<RunWaiting answer={answer} />}
        footer={<RunFooter answer={answer} />}
      />
    </li>
  )
}
