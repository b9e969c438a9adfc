import { Button } from '@mantine/core'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './undo-toast.module.css'

/** What was done, with the way back. */
export function UndoToast({ message, label, onUndo }: { message: string; label?: string; onUndo: () => void }) {
  const { t } = useTranslation()
  return (
    <span className={classes.toast}>
      <span className={classes.message}>{message}</span>
      <Button variant="default" size="compact-sm" leftSection={<IconArrowBackUp size={14} aria-hidden />} onClick={onUndo}>
        {label ?? t('undo')}
      </Button>
    </span>
  )
}
