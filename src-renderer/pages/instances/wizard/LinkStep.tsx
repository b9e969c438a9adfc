import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { ConnectAccount } from '../link/ConnectAccount.tsx'
import { LinkPhone } from '../link/LinkPhone.tsx'
import { Question } from './Question.tsx'
import type { ScreenProps } from './screen-props.ts'

interface LinkStepProps extends Pick<ScreenProps, 'draft' | 'onNext'> {
  type: ChannelType | undefined
  /** To the settings of the account. */
  onBack: () => void
}

/** The account and Omni meet: by a code for the phone, or by what was entered before. */
export function LinkStep({ draft, type, onNext, onBack }: LinkStepProps) {
  const { t } = useTranslation(['wizard', 'common'])
  const isPhone = type?.linking === 'qr'
  const Link = isPhone ? LinkPhone : ConnectAccount
  return (
    <>
      <Question title={t(isPhone ? 'wizard:linkTitle' : 'wizard:reachTitle')} />
      <Link
        instanceName={draft.createdName ?? draft.name}
        isAutomatic
        whenConnected={
          <Button size="md" onClick={() => onNext(draft)}>
            {t('common:continue')}
          </Button>
        }
        whenNot={
          <>
            {type && type.fields.length > 0 && (
              <Button variant="subtle" color="gray" onClick={onBack}>
                {t('wizard:changeSettings')}
              </Button>
            )}
            <Button variant="subtle" color="gray" onClick={() => onNext(draft)}>
              {t('wizard:skipLink')}
            </Button>
          </>
        }
      />
    </>
  )
}
