import { IconRobot } from '@tabler/icons-react'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './welcome-picture.module.css'

/** A small conversation that shows what the product does; decoration for those who see it. */
export function WelcomePicture() {
  const { t } = useTranslation('agents')
  return (
    <div className={classes.picture} aria-hidden>
      <p className={classes.asked}>{t('house.sampleQuestion1')}</p>
      <span className={classes.agent}>
        <IconRobot size={14} />
        Omni
      </span>
      <p className={classes.answered}>
        {t('house.sampleAnswer1')}
        <span className={classes.caret} />
      </p>
    </div>
  )
}
