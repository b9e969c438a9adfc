import { Button } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { LoadedList } from '../../components/LoadedList.tsx'
import { Panel } from '../../components/Panel.tsx'
import { api } from '../../hub/client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'
import { ApiKeyRow } from './ApiKeyRow.tsx'
import { NewApiKey } from './NewApiKey.tsx'
import classes from './settings.module.css'

export function ApiKeys() {
  const { t } = useTranslation('settings')
  const keys = useQuery(api.system.apiKeys.list.queryOptions())
  const [isCreating, setCreating] = useState(false)
  return (
    <Panel
      title={t('apiKeys')}
      text={t('apiKeysText')}
      action={
        <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
          {t('newKey')}
        </Button>
      }
    >
      <LoadedList query={keys} height={72} none={t('noKeys')}>
        {(items) => (
          <ul className={classes.keys} aria-label={t('apiKeys')}>
            {items.map((key) => (
              <ApiKeyRow key={key.id} apiKey={key} />
            ))}
          </ul>
        )}
      </LoadedList>
      <NewApiKey isOpen={isCreating} onClose={() => setCreating(false)} />
    </Panel>
  )
}
