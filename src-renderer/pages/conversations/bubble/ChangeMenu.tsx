import { Menu } from '@mantine/core'
import { IconDots, IconPencil, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { edit, useIsEditing } from '../../../stores/changing.ts'
import { BubbleButton } from './BubbleButton.tsx'
import { deleteForEveryone } from './delete-for-everyone.ts'

interface ChangeMenuProps {
  messageId: string
  canEdit: boolean
  canDelete: boolean
  onToggle: (isOpen: boolean) => void
}

/** What can be done with a message that was sent from here. */
export function ChangeMenu({ messageId, canEdit, canDelete, onToggle }: ChangeMenuProps) {
  const { t } = useTranslation('conversations')
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const isEditing = useIsEditing(messageId)
  // Who has edited is where she came from.
  const wasEditing = useRef(false)
  useEffect(() => {
    if (wasEditing.current && !isEditing) button.current?.focus()
    wasEditing.current = isEditing
  }, [isEditing])
  const toggle = (next: boolean): void => {
    setOpen(next)
    onToggle(next)
  }
  const more = <BubbleButton ref={button} label={t('thread.more')} icon={IconDots} onClick={() => toggle(true)} />
  // A menu for each of a thousand bubbles would be much for the one that is opened.
  if (!isOpen) return more
  return (
    <Menu opened onChange={toggle} position="top-end" shadow="md" withinPortal>
      <Menu.Target>{more}</Menu.Target>
      <Menu.Dropdown>
        {canEdit && (
          <Menu.Item leftSection={<IconPencil size={16} aria-hidden />} onClick={() => edit(messageId)}>
            {t('thread.edit')}
          </Menu.Item>
        )}
        {canDelete && (
          <Menu.Item color="var(--bad-text)" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => deleteForEveryone(messageId)}>
            {t('thread.deleteForEveryone')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
