import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { Question } from './Question.tsx'
import { WelcomePicture } from './WelcomePicture.tsx'
import classes from './wizard.module.css'

interface ChannelStepProps {
  types: ChannelType[]
  draft: SetupDraft
  isFirstRun: boolean
  onChoose: (type: ChannelType) => void
}

/** What to connect. To a newcomer it also says, in a sentence and a picture, what for. */
export function ChannelStep({ types, draft, isFirstRun, onChoose }: ChannelStepProps) {
  const { t } = useTranslation('accounts')
  return (
    <div className={isFirstRun ? classes.first : undefined}>
      <div>
        <Question title={t('wizard.channelTitle')} text={t(isFirstRun ? 'wizard.channelTextFirst' : 'wizard.channelText')} />
        <ul className={classes.choices}>
          {types.map((type) => (
            <li key={`${type.channel}:${type.provider}`}>
              <UnstyledButton
                className={classes.choice}
                data-chosen={(type.channel === draft.channel && type.provider === draft.provider) || undefined}
                onClick={() => onChoose(type)}
              >
                <ChannelMark channel={type.channel} size={40} />
                <span className={classes.choiceLines}>
                  <span className={classes.choiceTitle}>
                    {hubText(type.label)}
                    {type.isRecommended && <span className={classes.recommended}>{t('wizard.recommended')}</span>}
                  </span>
                  <span className={classes.choiceText}>{hubText(type.description)}</span>
                </span>
                <IconChevronRight size={18} aria-hidden />
              </UnstyledButton>
            </li>
          ))}
        </ul>
      </div>
      {isFirstRun && (
        <aside className={classes.welcome}>
          <WelcomePicture />
          <p className={classes.welcomeTitle}>{t('wizard.welcomeTitle')}</p>
          <p className={classes.welcomeText}>{t('wizard.welcomeText')}</p>
        </aside>
      )}
    </div>
  )
}
