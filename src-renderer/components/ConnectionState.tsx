import type { Instance } from '../../src-shared/contract/instances.ts'
import { useTranslation } from '../i18n/use-translation.ts'
import { StateDot } from './StateDot.tsx'
import classes from './state-dot.module.css'

/** The state of an account in words, with its colour beside it. */
export function ConnectionState({ instance }: { instance: Pick<Instance, 'channel' | 'connection'> }) {
  const { t } = useTranslation('accounts')
  const { state, profileName, account } = instance.connection
  const name = profileName ?? account
  const isReadySimulator = instance.channel === 'simulator' && state === 'connected'
  const text = isReadySimulator ? t('stateReady') : state === 'connected' && name ? t('stateConnectedAs', { name }) : t(`state_${state}`)
  return (
    <span className={classes.words} data-state={state}>
      <StateDot state={state} />
      {text}
    </span>
  )
}
