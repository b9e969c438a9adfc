import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LinkPhone } from '../link/LinkPhone.tsx'
import type { WizardDraft } from './draft.ts'
import { Question } from './Question.tsx'
import classes from './wizard.module.css'

/** The phone meets the account. */
export function LinkStep({ draft, onNext }: { draft: WizardDraft; onNext: () => void }) {
  const { t } = useTranslation(['wizard', 'common'])
  return (
    <>
      <Question title={t('wizard:linkTitle')} />
      <LinkPhone
        instanceName={draft.createdName ?? draft.name}
        isAutomatic
        whenConnected={
          <Button size="md" onClick={onNext}>
            {t('common:continue')}
          </Button>
        }
      />
      <div className={classes.actions}>
        <Button variant="default" onClick={onNext}>
          {t('wizard:skipLink')}
        </Button>
      </div>
    </>
  )
}
