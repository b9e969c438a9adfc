import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { ChannelType } from '../../../../src-shared/contract/instances.ts'
import { ChannelMark } from '../../../components/ChannelMark.tsx'
import type { WizardDraft } from './draft.ts'
import { Question } from './Question.tsx'
import classes from './wizard.module.css'

interface ChannelStepProps {
  types: ChannelType[]
  draft: WizardDraft
  onChoose: (type: ChannelType) => void
}

export function ChannelStep({ types, draft, onChoose }: ChannelStepProps) {
  const { t } = useTranslation('wizard')
  return (
    <>
      <Question title={t('channelTitle')} text={t('channelText')} />
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
                <span className={classes.choiceTitle}>{type.label}</span>
                <span className={classes.choiceText}>{type.description}</span>
              </span>
              <IconChevronRight size={18} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  )
}
