import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'

interface RenameExampleProps {
  isOpen: boolean
  example: Example
  onSaved: () => Promise<unknown>
  onClose: () => void
}

export function RenameExample({ isOpen, example, onSaved, onClose }: RenameExampleProps) {
  const { t } = useTranslation(['playground', 'common'])
  const [typed, setTyped] = useState<string | null>(null)
  const name = typed ?? example.name
  const close = () => {
    setTyped(null)
    onClose()
  }
  const update = useMutation(
    api.playground.examples.update.mutationOptions({
      onSuccess: () => {
        close()
        return onSaved()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <Modal opened={isOpen} onClose={close} title={t('playground:rename')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (name.trim() !== '') update.mutate({ id: example.id, name: name.trim() })
        }}
      >
        <Stack>
          <TextInput
            label={t('playground:exampleName')}
            maxLength={100}
            data-autofocus
            value={name}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={close}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={update.isPending} disabled={name.trim() === ''}>
              {t('common:save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
