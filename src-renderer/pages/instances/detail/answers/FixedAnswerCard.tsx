import { ActionIcon, Select, Switch, TagsInput, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { FixedAnswer } from '../../../../../src-shared/contract/answer-cache.ts'
import { GrowingTextarea } from '../../../../components/GrowingTextarea.tsx'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './answers.module.css'

const NO_TOPIC = ''

interface FixedAnswerCardProps {
  answer: FixedAnswer
  /** From 1. */
  number: number
  /** What the rules of the instance can find. */
  topics: string[]
  /** The message that was tried would get it. */
  isGiven: boolean
  onChange: (answer: FixedAnswer) => void
  onRemove: () => void
}

/** One text of the owner: what it answers, and what it says. */
export function FixedAnswerCard({ answer, number, topics, isGiven, onChange, onRemove }: FixedAnswerCardProps) {
  const { t } = useTranslation('agents')
  const change = (part: Partial<FixedAnswer>) => onChange({ ...answer, ...part })
  // One whose rule was removed stays visible, so that it can be changed.
  const choices = [...new Set([...topics, ...(answer.topic === null ? [] : [answer.topic])])]
  return (
    <li
      className={classes.card}
      data-given={isGiven || undefined}
      data-off={!answer.isOn || undefined}
      aria-label={t('answerCache.fixedNumber', { number })}
    >
      <div className={classes.cardHead}>
        <TextInput
          className={classes.name}
          aria-label={t('answerCache.fixedName')}
          placeholder={t('answerCache.fixedNamePlaceholder')}
          maxLength={80}
          value={answer.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
        <Switch
          aria-label={t('answerCache.fixedIsOn', { number })}
          checked={answer.isOn}
          onChange={(event) => change({ isOn: event.currentTarget.checked })}
        />
        <ActionIcon aria-label={t('answerCache.fixedRemove', { number })} onClick={onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <div className={classes.cardBody}>
        <div className={classes.fields}>
          <TagsInput
            label={t('answerCache.phrases')}
            description={t('answerCache.phrasesHelp')}
            placeholder={answer.phrases.length === 0 ? t('answerCache.phrasesPlaceholder') : undefined}
            value={answer.phrases}
            splitChars={[';']}
            acceptValueOnBlur
            maxTags={50}
            onChange={(phrases) => change({ phrases: phrases.map((phrase) => phrase.slice(0, 100)) })}
          />
          {choices.length > 0 && (
            <Select
              label={t('answerCache.topic')}
              description={t('answerCache.topicHelp')}
              allowDeselect={false}
              value={answer.topic ?? NO_TOPIC}
              data={[{ value: NO_TOPIC, label: t('answerCache.noTopic') }, ...choices.map((topic) => ({ value: topic, label: topic }))]}
              onChange={(topic) => change({ topic: topic || null })}
            />
          )}
        </div>
        <GrowingTextarea
          label={t('answerCache.fixedAnswer')}
          minRows={3}
          maxRows={10}
          maxLength={4000}
          value={answer.text}
          onChange={(event) => change({ text: event.currentTarget.value })}
        />
      </div>
    </li>
  )
}
