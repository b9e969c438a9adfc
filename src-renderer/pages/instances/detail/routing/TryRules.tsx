import { IconArrowRight } from '@tabler/icons-react'
import type { RouteChoice } from '../../../../../src-shared/contract/routing.ts'
import { Panel } from '../../../../components/Panel.tsx'
import { TryMessage } from '../../../../components/TryMessage.tsx'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from './routing.module.css'

interface TryRulesProps {
  text: string
  onText: (text: string) => void
  onTry: () => void
  isTrying: boolean
  choice: RouteChoice | null
}

/** Who would answer such a message, by the rules as they stand on the screen. */
export function TryRules({ choice, ...form }: TryRulesProps) {
  const { t } = useTranslation('routing')
  return (
    <Panel title={t('tryTitle')} text={t('tryText')}>
      <TryMessage label={t('tryMessage')} placeholder={t('tryPlaceholder')} action={t('tryAction')} {...form}>
        {choice && (
          <span className={classes.outcome}>
            <IconArrowRight size={18} aria-hidden />
            <span>
              <strong>{hubText(choice.agentName)}</strong>
              <span className={classes.hint}>{hubText(choice.explanation)}</span>
              {choice.text !== form.text && <span className={classes.hint}>{t('reads', { text: choice.text })}</span>}
            </span>
          </span>
        )}
      </TryMessage>
    </Panel>
  )
}
