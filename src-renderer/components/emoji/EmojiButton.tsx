import { ActionIcon, Popover, Skeleton, Tooltip } from '@mantine/core'
import { IconMoodSmile } from '@tabler/icons-react'
import { lazy, Suspense, useState } from 'react'

const EmojiPicker = lazy(() => import('./EmojiPicker.tsx'))

interface EmojiButtonProps {
  label: string
  onPick: (emoji: string) => void
  /** Given the focus back when the picker closes. */
  onClose?: () => void
}

/** Opens the picker of all emoji above it. */
export function EmojiButton({ label, onPick, onClose }: EmojiButtonProps) {
  const [isOpen, setOpen] = useState(false)
  function change(open: boolean): void {
    setOpen(open)
    if (!open) onClose?.()
  }
  return (
    <Popover opened={isOpen} onChange={change} position="top-start" withRoles trapFocus={false} closeOnEscape returnFocus shadow="md">
      <Popover.Target>
        <Tooltip label={label} disabled={isOpen}>
          <ActionIcon aria-label={label} size={32} onClick={() => change(!isOpen)}>
            <IconMoodSmile size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label={label} onKeyDown={(event) => event.key === 'Escape' && change(false)}>
        <Suspense fallback={<Skeleton height={320} width={320} />}>
          {isOpen && (
            <EmojiPicker
              onPick={(emoji) => {
                onPick(emoji)
                change(false)
              }}
            />
          )}
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
