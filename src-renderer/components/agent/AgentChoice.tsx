import { Modal, Radio, Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { HOUSE_PROFILE_ID } from '../../../src-shared/house-profile.ts'
import { hubText } from '../../i18n/hub-text.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ErrorState } from '../ErrorState.tsx'
import { notifyDone } from '../notify.ts'
import { AgentGlyph } from './AgentGlyph.tsx'
import { AgentHealth } from './AgentHealth.tsx'
import classes from './agent.module.css'
import { NewAgent } from './NewAgent.tsx'
import { useAgents } from './queries.ts'

interface AgentChoiceProps {
  label: string
  profileId: string
  onChange: (profileId: string) => void
}

/** Which of the saved agents answers, or a new one, made on the spot. */
export function AgentChoice({ label, profileId, onChange }: AgentChoiceProps) {
  const { t } = useTranslation(['agents', 'common'])
  const { profiles, types, error, retry } = useAgents()
  const [isMaking, setMaking] = useState(false)
  if (error) return <ErrorState error={error} onRetry={retry} />
  if (!profiles || !types) return <Skeleton height={150} radius={12} />
  // The built-in one first: it is what most begin with.
  const shown = profiles.toSorted((a, b) => Number(b.id === HOUSE_PROFILE_ID) - Number(a.id === HOUSE_PROFILE_ID))
  const isGone = !profiles.some(({ id }) => id === profileId)
  return (
    <>
      {isGone && (
        <p className={classes.gone} role="status">
          {t('goneChoice')}
        </p>
      )}
      <Radio.Group aria-label={label} value={isGone ? HOUSE_PROFILE_ID : profileId} onChange={onChange}>
        <div className={classes.kinds}>
          {shown.map(({ id, name, kind, health }) => {
            const type = types.find((one) => one.kind === kind)
            const isHouse = id === HOUSE_PROFILE_ID
            return (
              <Radio.Card
                key={id}
                value={id}
                className={classes.kind}
                aria-label={hubText(name)}
                data-checked={profileId === id || (isGone && isHouse) || undefined}
              >
                <Radio.Indicator mt={2} />
                <span className={classes.kindLines}>
                  <span className={classes.kindTitle}>{hubText(name)}</span>
                  <span className={classes.kindText}>{isHouse && type ? hubText(type.description) : hubText(type?.name ?? kind)}</span>
                  {!isHouse && <AgentHealth health={health} />}
                </span>
                <AgentGlyph kind={kind} />
              </Radio.Card>
            )
          })}
          <button type="button" className={classes.kindButton} data-new onClick={() => setMaking(true)}>
            <span className={classes.glyph} aria-hidden>
              <IconPlus size={20} stroke={1.6} />
            </span>
            <span>
              <span className={classes.kindTitle}>{t('newAgent')}</span>
              <span className={classes.kindText}>{t('newText')}</span>
            </span>
          </button>
        </div>
      </Radio.Group>
      <Modal
        opened={isMaking}
        onClose={() => setMaking(false)}
        size={640}
        title={t('newTitle')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <NewAgent
          types={types}
          onCreated={(profile) => {
            setMaking(false)
            notifyDone(t('created', { name: profile.name }))
            onChange(profile.id)
          }}
        />
      </Modal>
    </>
  )
}
