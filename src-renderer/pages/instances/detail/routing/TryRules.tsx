import { Button, Textarea } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { RouteChoice } from '../../../../../src-shared/contract/routing.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { hubText } from '../../../../i18n/hub-text.ts'
import classes from './routing.module.css'

interface TryRulesProps {
  text: string
  onText: (text: string) => void
  onTry: () => void
  isTrying: boolean
  choice: RouteChoice | null
}

/** Who would answer such a message, by the rules as they stand on the screen. */
export function TryRules({ text, onText, onTry, isTrying, choice }: TryRulesProps) {
  const { t } = useTranslation('routing')
  return (
    <Panel title={t('tryTitle')} text={t('tryText')}>
      <form
        className={classes.try}
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') onTry()
        }}
      >
        <Textarea
          label={t('tryMessage')}
          placeholder={t('tryPlaceholder')}
          autosize
          minRows={1}
          maxRows={5}
          maxLength={4000}
          value={text}
          onChange={(event) => onText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={isTrying} disabled={text.trim() === ''}>
          {t('tryAction')}
        </Button>
      </form>
      <output aria-live="polite">
        {choice && (
          <span className={classes.outcome}>
            <IconArrowRight size={18} aria-hidden />
            <span>
              <strong>{hubText(choice.agentName)}</strong>
              <span className={classes.hint}>{hubText(choice.explanation)}</span>
              {choice.text !== text && <span className={classes.hint}>{t('reads', { text: choice.text })}</span>}
            </span>
          </span>
        )}
      </output>
    </Panel>
  )
}
