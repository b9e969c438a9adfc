import { Button, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { hubText } from '../../../../i18n/hub-text.ts'
import classes from './answers.module.css'

interface TryFixedProps {
  text: string
  isTrying: boolean
  outcome: { id: string | null; explanation: string } | null
  onText: (text: string) => void
  onTry: () => void
}

/** Which fixed answer a message would get, as they stand on the screen. */
export function TryFixed({ text, isTrying, outcome, onText, onTry }: TryFixedProps) {
  const { t } = useTranslation('answerCache')
  return (
    <>
      <form
        className={classes.try}
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') onTry()
        }}
      >
        <TextInput
          label={t('tryTitle')}
          placeholder={t('tryPlaceholder')}
          maxLength={4000}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isTrying} disabled={text.trim() === ''}>
          {t('tryAction')}
        </Button>
      </form>
      <output className={classes.outcome} data-given={outcome?.id != null || undefined} aria-live="polite">
        {outcome && hubText(outcome.explanation)}
      </output>
    </>
  )
}
