import { Button, Group, Modal, Text, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { Form } from './Form.tsx'

interface TypedConfirmProps {
  isOpen: boolean
  title: string
  text: string
  /** What has to be typed. */
  word: string
  /** May be typed as well: a short name, where the other one is hard to type. */
  other?: string
  action: string
  isPending: boolean
  children?: ReactNode
  onConfirm: () => void
  onClose: () => void
}

/** Spaces that cannot be seen, and letters that are put together of two signs, make no difference. */
const asTyped = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

/** For what cannot be undone: typing makes sure that it is meant. */
export function TypedConfirm({ isOpen, title, text, word, other, action, isPending, children, onConfirm, onClose }: TypedConfirmProps) {
  const { t } = useTranslation()
  const [typed, setTyped] = useState('')
  const isMeant = [word, other].some((meant) => meant !== undefined && asTyped(meant) === asTyped(typed))
  function close(): void {
    setTyped('')
    onClose()
  }
  return (
    <Modal opened={isOpen} onClose={close} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Form
        onSubmit={() => {
          if (isMeant) onConfirm()
        }}
      >
        <Text size="sm" c="dimmed" mb="md">
          {text}
        </Text>
        {children}
        <TextInput
          label={other === undefined || other === word ? t('typeToConfirm', { word }) : t('typeEitherToConfirm', { word, other })}
          value={typed}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs" mt="lg">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button type="submit" color="red" disabled={!isMeant} loading={isPending}>
            {action}
          </Button>
        </Group>
      </Form>
    </Modal>
  )
}
