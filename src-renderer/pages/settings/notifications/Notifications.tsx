import { Alert, Button, Switch, TextInput } from '@mantine/core'
import { IconBellOff, IconBellRinging, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { OCCASION_KINDS } from '../../../../src-shared/notifications/occasions.ts'
import { isQuiet } from '../../../../src-shared/notifications/quiet-hours.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { sayPresence } from '../../../notifications/leader.ts'
import { permission, tryNotification } from '../../../notifications/notifier.ts'
import { setQuiet, setWays, usePreferences } from '../../../notifications/preferences.ts'
import classes from './notifications.module.css'

export function Notifications() {
  const { t } = useTranslation('settings')
  const { ways, quiet } = usePreferences()
  const [allowed, setAllowed] = useState(permission)
  // Quiet by the clock of this machine, looked at every now and then.
  useNow()

  async function allow(): Promise<void> {
    await Notification.requestPermission()
    setAllowed(permission())
    sayPresence()
  }

  return (
    <>
      <Panel
        title={t('notifications.computer')}
        text={t('notifications.computerText')}
        action={
          <Button
            variant="default"
            leftSection={<IconBellRinging size={16} aria-hidden />}
            onClick={() => void tryNotification(t('notifications.tryTitle'), t('notifications.tryText')).catch(notifyProblem)}
          >
            {t('notifications.try')}
          </Button>
        }
      >
        {allowed === 'granted' && (
          <p className={classes.state} data-ok>
            <IconCircleCheck size={16} aria-hidden />
            {t('notifications.granted')}
          </p>
        )}
        {allowed === 'default' && (
          <div className={classes.ask}>
            <p className={classes.state}>{t('notifications.notAsked')}</p>
            <Button onClick={() => void allow()}>{t('notifications.allow')}</Button>
          </div>
        )}
        {allowed === 'denied' && (
          <Alert color="yellow" icon={<IconBellOff size={18} />} title={t('notifications.deniedTitle')}>
            {t('notifications.deniedText')}
          </Alert>
        )}
        {allowed === 'unsupported' && (
          <Alert color="yellow" icon={<IconBellOff size={18} />}>
            {t('notifications.unsupported')}
          </Alert>
        )}
      </Panel>
      <Panel title={t('notifications.when')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('notifications.event')}</th>
              <th scope="col">{t('notifications.desktop')}</th>
              <th scope="col">{t('notifications.sound')}</th>
            </tr>
          </thead>
          <tbody>
            {OCCASION_KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">
                  {t(`notifications.event_${kind}`)}
                  <span>{t(`notifications.eventText_${kind}`)}</span>
                </th>
                {(['desktop', 'sound'] as const).map((way) => (
                  <td key={way}>
                    <Switch
                      aria-label={`${t(`notifications.event_${kind}`)}: ${t(`notifications.${way}`)}`}
                      checked={ways[kind][way]}
                      onChange={(event) => setWays(kind, { [way]: event.currentTarget.checked })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Panel>
      <Panel title={t('notifications.quiet')} text={t('notifications.quietText')}>
        <div className={classes.quiet}>
          <Switch
            label={t('notifications.quietOn')}
            checked={quiet.isOn}
            onChange={(event) => setQuiet({ isOn: event.currentTarget.checked })}
          />
          {quiet.isOn && (
            <div className={classes.hours}>
              <TextInput
                type="time"
                label={t('notifications.from')}
                value={quiet.from}
                onChange={(event) => setQuiet({ from: event.currentTarget.value })}
              />
              <TextInput
                type="time"
                label={t('notifications.to')}
                value={quiet.to}
                onChange={(event) => setQuiet({ to: event.currentTarget.value })}
              />
              <p className={classes.state} role="status">
                {t(isQuiet(quiet, new Date()) ? 'notifications.quietNow' : 'notifications.loudNow')}
              </p>
            </div>
          )}
        </div>
      </Panel>
    </>
  )
}
