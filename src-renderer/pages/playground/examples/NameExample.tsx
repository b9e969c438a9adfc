import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Form } from '../../../components/Form.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'

const NAME_MAX = 100

interface NameExampleProps {
  isOpen: boolean
  title: string
  description?: ReactNode
  /** What is in the field until somebody types. */
  suggested: string
  saveLabel: string
  isSaving: boolean
  onSave: (name: string) => void
  onClose: () => void
}

/** Asks for the name of an example. What was typed is forgotten when it closes. */
export function NameExample({ isOpen, title, ...form }: NameExampleProps) {
  const { t } = useTranslation('common')
  return (
    <Modal opened={isOpen} onClose={form.onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <NameForm {...form} />
    </Modal>
  )
}

function NameForm({ description, suggested, saveLabel, isSaving, onSave, onClose }: Omit<NameExampleProps, 'isOpen' | 'title'>) {
  const { t } = useTranslation(['playground', 'common'])
  const [typed, setTyped] = useState<string | null>(null)
  const name = (typed ?? suggested).trim()
  return (
    <Form
      onSubmit={() => {
        if (name !== '') onSave(name)
      }}
    >
      <Stack>
        <TextInput
          label={t('exampleName')}
          description={description}
          maxLength={NAME_MAX}
          data-autofocus
          value={typed ?? suggested}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" loading={isSaving} disabled={name === ''}>
            {saveLabel}
          </Button>
        </Group>
      </Stack>
    </Form>
  )
}
