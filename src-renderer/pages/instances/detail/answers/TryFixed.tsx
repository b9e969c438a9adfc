import { TryMessage } from '../../../../components/TryMessage.tsx'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './answers.module.css'

interface TryFixedProps {
  text: string
  isTrying: boolean
  outcome: { id: string | null; explanation: string } | null
  onText: (text: string) => void
  onTry: () => void
}

/** Which fixed answer a message would get, as they stand on the screen. */
export function TryFixed({ outcome, ...form }: TryFixedProps) {
  const { t } = useTranslation('agents')
  return (
    <div className={classes.try}>
      <TryMessage
        label={t('answerCache.tryTitle')}
        placeholder={t('answerCache.tryPlaceholder')}
        action={t('answerCache.tryAction')}
        {...form}
      >
        {outcome && (
          <span className={classes.outcome} data-given={outcome.id !== null || undefined}>
            {hubText(outcome.explanation)}
          </span>
        )}
      </TryMessage>
    </div>
  )
}
