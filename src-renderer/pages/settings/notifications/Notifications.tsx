import { Alert, Button, Switch, TextInput } from '@mantine/core'
import { IconBellOff, IconBellRinging, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { useNow } from '../../../components/use-now.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { permission, tryNotification } from '../../../notifications/notifier.ts'
import { OCCASION_KINDS } from '../../../notifications/occasions.ts'
import { setQuiet, setWays, usePreferences } from '../../../notifications/preferences.ts'
import { isQuiet } from '../../../notifications/quiet-hours.ts'
import { sayPresence } from '../../../notifications/turn.ts'
import classes from './notifications.module.css'

export function Notifications() {
  const { t } = useTranslation('notifications')
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
        title={t('computer')}
        text={t('computerText')}
        action={
          <Button
            variant="default"
            leftSection={<IconBellRinging size={16} aria-hidden />}
            onClick={() => void tryNotification(t('tryTitle'), t('tryText')).catch(notifyProblem)}
          >
            {t('try')}
          </Button>
        }
      >
        {allowed === 'granted' && (
          <p className={classes.state} data-ok>
            <IconCircleCheck size={16} aria-hidden />
            {t('granted')}
          </p>
        )}
        {allowed === 'default' && (
          <div className={classes.ask}>
            <p className={classes.state}>{t('notAsked')}</p>
            <Button onClick={() => void allow()}>{t('allow')}</Button>
          </div>
        )}
        {allowed === 'denied' && (
          <Alert color="yellow" icon={<IconBellOff size={18} />} title={t('deniedTitle')}>
            {t('deniedText')}
          </Alert>
        )}
        {allowed === 'unsupported' && (
          <Alert color="yellow" icon={<IconBellOff size={18} />}>
            {t('unsupported')}
          </Alert>
        )}
      </Panel>
      <Panel title={t('when')}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t('event')}</th>
              <th scope="col">{t('desktop')}</th>
              <th scope="col">{t('sound')}</th>
            </tr>
          </thead>
          <tbody>
            {OCCASION_KINDS.map((kind) => (
              <tr key={kind}>
                <th scope="row">
                  {t(`event_${kind}`)}
                  <span>{t(`eventText_${kind}`)}</span>
                </th>
                {(['desktop', 'sound'] as const).map((way) => (
                  <td key={way}>
                    <Switch
                      aria-label={`${t(`event_${kind}`)}: ${t(way)}`}
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
      <Panel title={t('quiet')} text={t('quietText')}>
        <div className={classes.quiet}>
          <Switch label={t('quietOn')} checked={quiet.isOn} onChange={(event) => setQuiet({ isOn: event.currentTarget.checked })} />
          {quiet.isOn && (
            <div className={classes.hours}>
              <TextInput
                type="time"
                label={t('from')}
                value={quiet.from}
                onChange={(event) => setQuiet({ from: event.currentTarget.value })}
              />
              <TextInput type="time" label={t('to')} value={quiet.to} onChange={(event) => setQuiet({ to: event.currentTarget.value })} />
              <p className={classes.state} role="status">
                {t(isQuiet(quiet, new Date()) ? 'quietNow' : 'loudNow')}
              </p>
            </div>
          )}
        </div>
      </Panel>
    </>
  )
}
