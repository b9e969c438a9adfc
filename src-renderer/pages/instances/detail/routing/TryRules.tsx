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
  const { t } = useTranslation('agents')
  return (
    <Panel title={t('routing.tryTitle')} text={t('routing.tryText')}>
      <TryMessage label={t('routing.tryMessage')} placeholder={t('routing.tryPlaceholder')} action={t('routing.tryAction')} {...form}>
        {choice && (
          <span className={classes.outcome}>
            <IconArrowRight size={18} aria-hidden />
            <span>
              <strong>{hubText(choice.agentName)}</strong>
              <span className={classes.hint}>{hubText(choice.explanation)}</span>
              {choice.text !== form.text && <span className={classes.hint}>{t('routing.reads', { text: choice.text })}</span>}
            </span>
          </span>
        )}
      </TryMessage>
    </Panel>
  )
}
