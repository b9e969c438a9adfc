import { Alert, Button, Group, Modal, MultiSelect, Select, Stack, TextInput } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiKey } from '../../../src-shared/contract/system.ts'
import { CopyField } from '../../components/CopyField.tsx'
import { Form } from '../../components/Form.tsx'
import { notifyProblem } from '../../components/notify.ts'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'

const SCOPES: ApiKey['scope'][] = ['send', 'read', 'admin']
const EMPTY = { name: '', scope: 'send' as ApiKey['scope'], instanceNames: [] as string[] }

export function NewApiKey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation(['settings', 'common'])
  const [form, setForm] = useState(EMPTY)
  const { data: instances } = useQuery(api.instances.list.queryOptions())
  const create = useMutation(
    api.system.apiKeys.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries({ queryKey: api.system.apiKeys.key() }),
      onError: notifyProblem,
    }),
  )
  const created = create.data

  function close(): void {
    onClose()
    setForm(EMPTY)
    // The key leaves the memory of the page with the window that showed it.
    create.reset()
  }

  function submit(): void {
    const { name, scope, instanceNames } = form
    if (name.trim() === '') return
    create.mutate({ name: name.trim(), scope, instanceNames: instanceNames.length === 0 ? null : instanceNames })
  }

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={t(created ? 'keyCreatedTitle' : 'newKey')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
      // A click beside the window must not lose a key that is shown only once.
      closeOnClickOutside={!created}
    >
      {created ? (
        <Stack>
          <Alert color="yellow" icon={<IconKey size={18} />}>
            {t('keyCreatedText')}
          </Alert>
          <CopyField label={t('keyValue')} value={created.key} isLabelHidden />
          <Group justify="flex-end">
            <Button onClick={close}>{t('keyDone')}</Button>
          </Group>
        </Stack>
      ) : (
        <Form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t('keyName')}
              placeholder={t('keyNamePlaceholder')}
              maxLength={100}
              data-autofocus
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
            />
            <Select
              label={t('keyScope')}
              allowDeselect={false}
              value={form.scope}
              data={SCOPES.map((scope) => ({ value: scope, label: t(`scope_${scope}`) }))}
              onChange={(value) => setForm({ ...form, scope: SCOPES.find((scope) => scope === value) ?? 'send' })}
            />
            <MultiSelect
              label={t('keyInstances')}
              description={t('keyInstancesHelp')}
              placeholder={form.instanceNames.length === 0 ? t('keyInstancesAll') : undefined}
              data={instances?.map(({ name, displayName }) => ({ value: name, label: displayName })) ?? []}
              value={form.instanceNames}
              onChange={(instanceNames) => setForm({ ...form, instanceNames })}
            />
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {t('common:cancel')}
              </Button>
              <Button type="submit" loading={create.isPending} disabled={form.name.trim() === ''}>
                {t('createKey')}
              </Button>
            </Group>
          </Stack>
        </Form>
      )}
    </Modal>
  )
}
