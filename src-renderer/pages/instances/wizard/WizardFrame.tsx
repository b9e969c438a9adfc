import { ActionIcon, Button } from '@mantine/core'
import { IconArrowLeft, IconCheck, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { WizardStep } from './draft.ts'
import classes from './wizard.module.css'

interface WizardFrameProps {
  steps: WizardStep[]
  step: WizardStep
  children: ReactNode
  onBack: () => void
  onStartOver: () => void
  onClose: () => void
}

/** One question a screen, the way on top, and a way back everywhere. */
export function WizardFrame({ steps, step, children, onBack, onStartOver, onClose }: WizardFrameProps) {
  const { t } = useTranslation(['wizard', 'common'])
  const at = steps.indexOf(step)
  return (
    <div className={classes.frame}>
      <header className={classes.header}>
        <Button variant="subtle" color="gray" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onBack}>
          {t('common:back')}
        </Button>
        <nav aria-label={t('wizard:progress')} className={classes.progress}>
          <ol>
            {steps.map((name, index) => (
              <li key={name} aria-current={name === step ? 'step' : undefined} data-done={index < at || undefined}>
                <span className={classes.dot} aria-hidden>
                  {index < at ? <IconCheck size={12} stroke={3} /> : index + 1}
                </span>
                {t(`wizard:step_${name}`)}
              </li>
            ))}
          </ol>
        </nav>
        <div className={classes.end}>
          {at > 0 && (
            <Button variant="subtle" color="gray" onClick={onStartOver}>
              {t('wizard:startOver')}
            </Button>
          )}
          <ActionIcon aria-label={t('wizard:close')} onClick={onClose}>
            <IconX size={18} />
          </ActionIcon>
        </div>
      </header>
      <div className={classes.scroll}>
        {/* Keyed by the step, so that each question moves in and starts at its top. */}
        <div key={step} className={classes.screen}>
          {children}
        </div>
      </div>
    </div>
  )
}
