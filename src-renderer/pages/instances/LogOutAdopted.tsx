import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from '../../i18n/use-translation.ts'

interface LogOutAdoptedProps {
  name: string
  isOpen: boolean
  onConfirm: () => void
  onClose: () => void
}

/** Logging out ends the account for everybody who uses it on its server, so it is asked for once more. */
export function LogOutAdopted({ name, isOpen, onConfirm, onClose }: LogOutAdoptedProps) {
  const { t } = useTranslation(['instances', 'common'])
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('instances:logoutAdoptedTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Text size="sm" c="dimmed">
        {t('instances:logoutAdoptedText')}
      </Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common:cancel')}
        </Button>
        <Button
          color="red"
          onClick={() => {
            onClose()
            onConfirm()
          }}
        >
          {t('instances:logout')}
        </Button>
      </Group>
    </Modal>
  )
}
