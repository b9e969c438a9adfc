import { Button, Group, Modal, Text } from '@mantine/core'
import { useTranslation } from '../../i18n/use-translation.ts'
import { leaveUnsaved, saveAndLeave, stay, useGuard } from './guard.ts'

/** What becomes of changes that are not saved, when a person wants to leave their page. */
export function UnsavedDialog() {
  const { t } = useTranslation('common')
  const isOpen = useGuard((state) => state.held !== null && !state.isLeavingWhenSaved)
  return (
    <Modal opened={isOpen} onClose={stay} title={t('unsaved.title')} closeButtonProps={{ 'aria-label': t('close') }}>
      <Text size="sm" c="dimmed">
        {t('unsaved.text')}
      </Text>
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="subtle" color="gray" onClick={stay}>
          {t('unsaved.stay')}
        </Button>
        <Button variant="default" onClick={leaveUnsaved}>
          {t('unsaved.leave')}
        </Button>
        <Button onClick={saveAndLeave} data-autofocus>
          {t('unsaved.saveAndLeave')}
        </Button>
      </Group>
    </Modal>
  )
}
