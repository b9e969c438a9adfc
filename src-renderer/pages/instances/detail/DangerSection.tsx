import { Button, Switch } from '@mantine/core'
import { useState } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { useGoOn } from '../../../app/navigation/use-go-on.ts'
import { Panel } from '../../../components/Panel.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { DeleteInstance } from '../DeleteInstance.tsx'
import { useUpdateInstance } from '../queries.ts'

export function DangerSection({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['accounts', 'common'])
  const goOn = useGoOn()
  const [isDeleting, setDeleting] = useState(false)
  const update = useUpdateInstance(t('common:saved'))
  const { name } = instance
  return (
    <>
      <Panel title={t('activeTitle')} text={t('activeText')}>
        <Switch
          label={t('activeSwitch')}
          checked={instance.isActive}
          disabled={update.isPending}
          onChange={(event) => update.mutate({ name, isActive: event.currentTarget.checked })}
        />
      </Panel>
      <Panel title={t('deleteTitle')} text={t('deleteText')} tone="bad">
        <Button color="red" variant="light" onClick={() => setDeleting(true)}>
          {t('delete')}
        </Button>
      </Panel>
      <DeleteInstance instance={instance} isOpen={isDeleting} onClose={() => setDeleting(false)} onDeleted={() => goOn('/instances')} />
    </>
  )
}
