import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'

const NAME_MAX = 100

interface SaveExampleProps {
  isOpen: boolean
  example: Pick<Example, 'instanceName' | 'agentOf' | 'turns'>
  onClose: () => void
}

export function SaveExample({ isOpen, example, onClose }: SaveExampleProps) {
  const { t } = useTranslation(['playground', 'common'])
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? (example.turns[0]?.text ?? '').replace(/\s+/g, ' ').slice(0, 60)
  const close = () => {
    setTyped(null)
    onClose()
  }
  const create = useMutation(
    api.playground.examples.create.mutationOptions({
      onSuccess: () => {
        close()
        notifyDone(t('playground:exampleSaved'))
        return queryClient.invalidateQueries({ queryKey: api.playground.examples.key() })
      },
      onError: notifyProblem,
    }),
  )
  return (
    <Modal opened={isOpen} onClose={close} title={t('playground:saveExample')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') create.mutate({ ...example, name: name.trim() })
        }}
      >
        <Stack>
          <TextInput
            label={t('playground:exampleName')}
            description={t('playground:exampleNameHelp', { count: example.turns.length })}
            maxLength={NAME_MAX}
            data-autofocus
            value={name}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={name.trim() === ''}>
              {t('playground:keepExample')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
