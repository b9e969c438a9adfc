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
  const { t } = useTranslation(['accounts', 'common'])
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={t('logoutAdoptedTitle', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Text size="sm" c="dimmed">
        {t('logoutAdoptedText')}
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
          {t('logout')}
        </Button>
      </Group>
    </Modal>
  )
}
