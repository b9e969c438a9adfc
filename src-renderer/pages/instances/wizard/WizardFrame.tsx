import { ActionIcon, Button } from '@mantine/core'
import { IconArrowLeft, IconCheck, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { SetupScreen } from '../../../../src-shared/contract/setup.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { stepOf, WIZARD_STEPS } from './draft.ts'
import { WizardFooter } from './WizardActions.tsx'
import classes from './wizard.module.css'

interface WizardFrameProps {
  screen: SetupScreen
  isFirstRun: boolean
  children: ReactNode
  /** Null on the first screen of the first run: there is nothing behind it. */
  onBack: (() => void) | null
  onStartOver: () => void
  onClose: () => void
}

/** One question a screen, the way on top, a way back everywhere, and the way on at the bottom: all stand still from screen to screen. */
export function WizardFrame({ screen, isFirstRun, children, onBack, onStartOver, onClose }: WizardFrameProps) {
  const { t } = useTranslation(['accounts', 'common'])
  const [footer, setFooter] = useState<HTMLElement | null>(null)
  const at = WIZARD_STEPS.indexOf(stepOf(screen))
  return (
    <div className={classes.frame}>
      <header className={classes.header}>
        <div className={classes.side}>
          {onBack && (
            <Button variant="subtle" color="gray" leftSection={<IconArrowLeft size={16} aria-hidden />} onClick={onBack}>
              {t('common:back')}
            </Button>
          )}
        </div>
        <nav aria-label={t('wizard.progress')} className={classes.progress}>
          <ol>
            {WIZARD_STEPS.map((name, index) => (
              <li key={name} aria-current={index === at ? 'step' : undefined} data-done={index < at || undefined}>
                <span className={classes.dot} aria-hidden>
                  {index < at ? <IconCheck size={12} stroke={3} /> : index + 1}
                </span>
                {t(`wizard.step_${name}`)}
              </li>
            ))}
          </ol>
        </nav>
        <div className={classes.side} data-end>
          {screen !== 'channel' && (
            <Button variant="subtle" color="gray" px={10} onClick={onStartOver}>
              {t('wizard.startOver')}
            </Button>
          )}
          {isFirstRun && screen !== 'try' && (
            <Button variant="subtle" color="gray" px={10} onClick={onClose}>
              {t('wizard.skip')}
            </Button>
          )}
          {!isFirstRun && (
            <ActionIcon aria-label={t('wizard.close')} onClick={onClose}>
              <IconX size={18} />
            </ActionIcon>
          )}
        </div>
      </header>
      <div className={classes.scroll}>
        {/* Keyed by the screen, so that each question moves in and starts at its top. */}
        <div key={screen} className={classes.screen} data-fill={screen === 'try' || undefined}>
          <WizardFooter value={footer}>{children}</WizardFooter>
        </div>
      </div>
      <footer className={classes.footer} ref={setFooter} />
    </div>
  )
}
