import { Alert, Radio } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ComponentProps } from 'react'
import type { TunnelProviderType } from '../../../../src-shared/contract/tunnel.ts'
import { DeclaredFields } from '../../../components/fields/DeclaredFields.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { hubText } from '../../../i18n/hub-text.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './tunnel.module.css'

interface WayFormProps extends Omit<ComponentProps<typeof DeclaredFields>, 'fields'> {
  providers: TunnelProviderType[]
  providerId: string
  onChoose: (id: string) => void
}

/** The ways to be reachable, and the form that the chosen one declares. */
export function WayForm({ providers, providerId, onChoose, ...form }: WayFormProps) {
  const { t } = useTranslation('tunnel')
  const chosen = providers.find(({ id }) => id === providerId)
  return (
    <Panel title={t('way')} text={t('wayText')}>
      <Radio.Group aria-label={t('way')} value={providerId} onChange={onChoose}>
        <div className={classes.ways}>
          {providers.map(({ id, name, description, unavailable }) => (
            <Radio.Card
              key={id}
              value={id}
              className={classes.way}
              data-chosen={id === providerId || undefined}
              disabled={unavailable !== null && id !== providerId}
            >
              <Radio.Indicator className={classes.dot} />
              <span className={classes.wayLines}>
                <span className={classes.wayName}>{hubText(name)}</span>
                <span className={classes.wayText}>{hubText(unavailable ?? description)}</span>
              </span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
      {chosen && chosen.unavailable !== null && (
        <Alert mt="md" color="yellow" icon={<IconAlertTriangle size={18} />}>
          {hubText(chosen.unavailable)}
        </Alert>
      )}
      {chosen && chosen.fields.length > 0 && (
        <div className={classes.form}>
          <DeclaredFields key={chosen.id} {...form} fields={chosen.fields} />
        </div>
      )}
    </Panel>
  )
}
