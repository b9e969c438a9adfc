import { ActionIcon, Button } from '@mantine/core'
import { IconTimeline } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { CachedAnswer } from '../../../../../src-shared/contract/answer-cache.ts'
import { TimeText } from '../../../../components/TimeText.tsx'
import { useForget } from '../../../../components/use-forget-answer.ts'
import { dayAndTime } from '../../../../format/time.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './answers.module.css'

/** One question with the answer that it would get again. */
export function KeptAnswerRow({ answer }: { answer: CachedAnswer }) {
  const { t } = useTranslation('agents')
  const locale = useLocale()
  const forget = useForget()
  const { id, question, agentName, traceId, uses, keptAt, expiresAt } = answer
  return (
    <li className={classes.row}>
      <div className={classes.rowText}>
        <p className={classes.question}>{question}</p>
        <p className={classes.answer}>{answer.answer}</p>
        <p className={classes.facts}>
          {t('answerCache.keptBy', { agent: hubText(agentName) })} · {t('answerCache.uses', { count: uses })} · {t('answerCache.keptAt')}{' '}
          <TimeText iso={keptAt} /> · {t('answerCache.until')}{' '}
          <time className="num" dateTime={expiresAt}>
            {dayAndTime(expiresAt, locale)}
          </time>
        </p>
      </div>
      <div className={classes.rowActions}>
        {traceId !== null && (
          <ActionIcon
            component={Link}
            href={`/traces/${traceId}`}
            aria-label={t('answerCache.openTrace')}
            title={t('answerCache.openTrace')}
          >
            <IconTimeline size={16} />
          </ActionIcon>
        )}
        <Button
          size="compact-sm"
          variant="default"
          loading={forget.isPending}
          aria-label={t('answerCache.forgetThis', { question })}
          onClick={() => forget.mutate({ id })}
        >
          {t('answerCache.forget')}
        </Button>
      </div>
    </li>
  )
}
