import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AnswerFigures } from '../../../../../src-shared/contract/answer-cache.ts'
import { ErrorState } from '../../../../components/ErrorState.tsx'
import { Panel } from '../../../../components/Panel.tsx'
import { percentText, wholeNumber } from '../../../../format/number.ts'
import { api } from '../../../../hub/client.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './answers.module.css'
import { hitsOf } from './drafts.ts'

const STRETCHES = ['today', 'week', 'month'] as const

function Figure({ name, figures }: { name: string; figures: AnswerFigures }) {
  const { t } = useTranslation('agents')
  const locale = useLocale()
  const hits = hitsOf(figures)
  const number = (value: number) => wholeNumber(value, locale)
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>
        <span className={`num ${classes.rate}`}>{figures.asked === 0 ? '–' : percentText(hits / figures.asked, locale)}</span>
        <span className="num">
          {figures.asked === 0
            ? t('answerCache.noQuestions')
            : t('answerCache.ofAsked', { hits: number(hits), asked: number(figures.asked) })}
        </span>
        {hits > 0 && (
          <span className={`num ${classes.kinds}`}>
            {t('answerCache.byKind', { exact: number(figures.exact), similar: number(figures.similar), fixed: number(figures.fixed) })}
          </span>
        )}
      </dd>
    </div>
  )
}

interface FiguresProps {
  instanceName: string
  /** Something is answered there without the agent. */
  isOn: boolean
}

/** How many questions did not need the agent; nothing where that was never set up. */
export function Figures({ instanceName, isOn }: FiguresProps) {
  const { t } = useTranslation('agents')
  const figures = useQuery(api.answerCache.figures.queryOptions({ input: { instanceName } }))
  if (!isOn && (figures.data === undefined || figures.data.month.asked === 0)) return null
  return (
    <Panel title={t('answerCache.figuresTitle')}>
      {figures.isPending && <Skeleton height={74} radius={8} />}
      {figures.isError && !figures.data && <ErrorState error={figures.error} onRetry={() => void figures.refetch()} />}
      {figures.data && (
        <dl className={classes.figures}>
          {STRETCHES.map((stretch) => (
            <Figure key={stretch} name={t(`answerCache.${stretch}`)} figures={figures.data[stretch]} />
          ))}
        </dl>
      )}
    </Panel>
  )
}
