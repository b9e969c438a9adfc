import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { FixedAnswer } from '../../../../../src-shared/contract/answer-cache.ts'
import { notifyProblem } from '../../../../components/notify.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { api } from '../../../../hub/client.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './answers.module.css'
import { isComplete, newFixedAnswer } from './drafts.ts'
import { FixedAnswerCard } from './FixedAnswerCard.tsx'
import { TryFixed } from './TryFixed.tsx'

const MAX_FIXED = 100

interface FixedAnswersProps {
  instanceName: string
  fixed: FixedAnswer[]
  topics: string[]
  onChange: (fixed: FixedAnswer[]) => void
}

/** The owner's own texts for questions that come often, with a place to try them. */
export function FixedAnswers({ instanceName, fixed, topics, onChange }: FixedAnswersProps) {
  const { t } = useTranslation('agents')
  const [text, setText] = useState('')
  const attempt = useMutation(api.answerCache.tryFixed.mutationOptions({ onError: notifyProblem }))

  function change(next: FixedAnswer[]): void {
    attempt.reset()
    onChange(next)
  }

  return (
    <Panel
      title={t('answerCache.fixedTitle')}
      text={t('answerCache.fixedText')}
      action={
        fixed.length < MAX_FIXED && (
          <Button
            variant="default"
            className={classes.add}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => change([...fixed, newFixedAnswer()])}
          >
            {t('answerCache.fixedAdd')}
          </Button>
        )
      }
    >
      {fixed.length === 0 && <p className={classes.hint}>{t('answerCache.fixedEmpty')}</p>}
      <ul className={classes.cards}>
        {fixed.map((answer, at) => (
          <FixedAnswerCard
            key={answer.id}
            answer={answer}
            number={at + 1}
            topics={topics}
            isGiven={attempt.data?.id === answer.id}
            onChange={(next) => change(fixed.with(at, next))}
            onRemove={() => change(fixed.toSpliced(at, 1))}
          />
        ))}
      </ul>
      {!fixed.every(isComplete) && (
        <p className={classes.hint} role="status">
          {t('answerCache.incomplete')}
        </p>
      )}
      {fixed.length > 0 && (
        <TryFixed
          text={text}
          isTrying={attempt.isPending}
          outcome={attempt.data ?? null}
          onText={(next) => {
            setText(next)
            attempt.reset()
          }}
          onTry={() => attempt.mutate({ instanceName, fixed: fixed.filter(isComplete), text })}
        />
      )}
    </Panel>
  )
}
