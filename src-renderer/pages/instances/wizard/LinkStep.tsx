import { Button } from '@mantine/core'
import type { ChannelType, Instance } from '../../../../src-shared/contract/instances.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Acknowledge, mustAcknowledge } from '../link/Acknowledge.tsx'
import { ConnectAccount } from '../link/ConnectAccount.tsx'
import { LinkPhone } from '../link/LinkPhone.tsx'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'
import { WizardActions } from './WizardActions.tsx'
import classes from './wizard.module.css'

interface LinkStepProps extends Pick<ScreenProps, 'draft' | 'onNext'> {
  instance: Instance
  type: ChannelType | undefined
  /** To the settings of the account. */
  onBack: () => void
}

/** The account and Omni meet: by a code for the phone, or by what was entered before. */
export function LinkStep({ draft, instance, type, onNext, onBack }: LinkStepProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const isPhone = type?.linking === 'qr'
  const later = (
    <Button variant="default" size="md" onClick={() => onNext(draft)}>
      {t('wizard.skipLink')}
    </Button>
  )
  if (mustAcknowledge(instance, type))
    return (
      <>
        <Question title={hubText(type.acknowledgement.title)} />
        <Acknowledge
          instance={instance}
          acknowledgement={type.acknowledgement}
          isTitled={false}
          whenNot={<WizardActions>{later}</WizardActions>}
        />
      </>
    )
  const Link = isPhone ? LinkPhone : ConnectAccount
  return (
    <>
      <Question title={t(isPhone ? 'wizard.linkTitle' : 'wizard.reachTitle')} />
      <Link
        instanceName={instance.name}
        isAutomatic
        offersTest={type?.offers.testMessage}
        whenConnected={
          <WizardActions>
            <Button size="md" onClick={() => onNext(draft)}>
              {t('common:continue')}
            </Button>
          </WizardActions>
        }
        whenNot={
          <WizardActions
            aside={
              type &&
              type.fields.length > 0 && (
                <Button variant="subtle" color="gray" className={classes.aside} onClick={onBack}>
                  {t('wizard.changeSettings')}
                </Button>
              )
            }
          >
            {later}
          </WizardActions>
        }
      />
    </>
  )
}
