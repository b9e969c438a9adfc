import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'wouter'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { useGoOn } from '../../../app/navigation/use-go-on.ts'
import { AccountPicture } from '../../../components/AccountPicture.tsx'
import { ConnectionState } from '../../../components/ConnectionState.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { HeldSinceRestore } from '../../../components/restored/HeldSinceRestore.tsx'
import { useHeld } from '../../../components/restored/use-held.ts'
import { TimeText } from '../../../components/TimeText.tsx'
import { accountText } from '../../../format/account.ts'
import { api, hub } from '../../../hub/client.ts'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { LogOutAdopted } from '../LogOutAdopted.tsx'
import { Acknowledge, mustAcknowledge } from '../link/Acknowledge.tsx'
import { ForeignWebhook } from '../link/ForeignWebhook.tsx'
import { LetIn } from '../link/LetIn.tsx'
import { LinkPhone } from '../link/LinkPhone.tsx'
import { TestMessage } from '../link/TestMessage.tsx'
import { useInstanceActions } from '../queries.ts'
import { AccountSettings } from './AccountSettings.tsx'
import { DisplayName } from './DisplayName.tsx'
import classes from './detail.module.css'
import { NumberHealth } from './health/NumberHealth.tsx'
import { SwitchWay } from './SwitchWay.tsx'

export function ConnectionSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation('accounts')
  const goOn = useGoOn()
  const actions = useInstanceActions()
  const [isLeaving, setLeaving] = useState(false)
  const { data: types } = useQuery(api.instances.types.queryOptions())
  const type = types?.find((candidate) => candidate.channel === instance.channel && candidate.provider === instance.provider)
  const others = types?.filter((candidate) => candidate.channel === instance.channel && candidate.provider !== instance.provider) ?? []
  const { name, connection } = instance
  const { state } = connection
  const input = { name }
  const isSimulator = instance.channel === 'simulator'
  const isHeld = useHeld(name) !== null && !isSimulator
  const isIdle = state === 'disconnected' || state === 'error'
  const isTaken = connection.foreignWebhook !== null
  /** A link to a phone can be ended; a token is only left unused, which Disconnect does. */
  const hasLink = type?.linking === 'qr'
  const isUnread = mustAcknowledge(instance, type)
  const isLinking = hasLink && (state === 'connecting' || state === 'pairing')

  async function openSimulator(): Promise<void> {
    try {
      const conversation = await hub.simulator.open({ instanceName: name })
      goOn(`/conversations/${conversation.id}`)
    } catch (error) {
      notifyProblem(error)
    }
  }

  return (
    <>
      {isHeld && <HeldSinceRestore instanceName={name} />}
      <Panel title={t('connectionTitle')} text={isSimulator ? t('simulatorConnected') : undefined}>
        <div className={classes.account}>
          {!isSimulator && <AccountPicture instanceName={name} connection={connection} size={56} />}
          <div>
            <ConnectionState instance={instance} />
            {connection.account !== null && !isSimulator && <p className="num">{accountText(connection.account)}</p>}
            <p className={classes.accountSince}>
              <TimeText iso={connection.since} />
            </p>
          </div>
        </div>
        {isTaken ? (
          <ForeignWebhook
            connection={connection}
            isPending={actions.connect.isPending}
            onReplace={() => actions.connect.mutate({ name, replaceWebhook: true })}
          />
        ) : (
          connection.message && <p className={classes.hint}>{hubText(connection.message)}</p>
        )}
        {connection.invite && <LetIn invite={connection.invite} />}
        {!isHeld && (
          <div className={classes.actions}>
            {isSimulator && <Button onClick={() => void openSimulator()}>{t('openConversation')}</Button>}
            {isIdle && !isUnread && !isTaken && (
              <Button loading={actions.connect.isPending} onClick={() => actions.connect.mutate(input)}>
                {t('connect')}
              </Button>
            )}
            <Button variant="default" loading={actions.restart.isPending} onClick={() => actions.restart.mutate(input)}>
              {t('restart')}
            </Button>
            {!isIdle && !isSimulator && (
              <Button variant="default" loading={actions.disconnect.isPending} onClick={() => actions.disconnect.mutate(input)}>
                {t('disconnect')}
              </Button>
            )}
            {type?.offers.testMessage && state === 'connected' && <TestMessage instanceName={name} />}
            {connection.account !== null && hasLink && (
              <Button
                variant="default"
                loading={actions.logout.isPending}
                onClick={() => (instance.isAdopted ? setLeaving(true) : actions.logout.mutate(input))}
              >
                {t('logout')}
              </Button>
            )}
          </div>
        )}
        <LogOutAdopted
          name={instance.displayName}
          isOpen={isLeaving}
          onConfirm={() => actions.logout.mutate(input)}
          onClose={() => setLeaving(false)}
        />
        {hasLink && !isTaken && !isHeld && <p className={classes.hint}>{isIdle ? t('connectHint') : t('logoutHint')}</p>}
      </Panel>
      {isUnread && (
        <Acknowledge instance={instance} acknowledgement={type.acknowledgement} onAccepted={() => actions.connect.mutate(input)} />
      )}
      <NumberHealth instanceName={name} />
      {isLinking && (
        <Panel title={t('qrTitle')}>
          <LinkPhone
            instanceName={name}
            isAutomatic={false}
            whenConnected={
              <Button component={Link} href="/conversations">
                {t('openConversation')}
              </Button>
            }
          />
        </Panel>
      )}
      <DisplayName instance={instance} />
      {type && type.fields.length > 0 && <AccountSettings instance={instance} fields={type.fields} />}
      {type && others.length > 0 && <SwitchWay key={instance.provider} instance={instance} type={type} others={others} />}
    </>
  )
}
