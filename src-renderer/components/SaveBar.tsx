import { Button } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './save-bar.module.css'
import { clearOfToasts } from './toasts/clear-of-toasts.ts'
import { useUnsaved } from './unsaved/use-unsaved.ts'

interface SaveBarProps {
  isDirty: boolean
  isPending: boolean
  onSave: () => void
  onDiscard: () => void
}

/** Appears at the bottom of a form as soon as there is something to save, and holds the page until it is. */
export function SaveBar({ isDirty, isPending, onSave, onDiscard }: SaveBarProps) {
  const { t } = useTranslation()
  useUnsaved({ isDirty, isSaving: isPending, save: onSave })
  if (!isDirty && !isPending) return null
  return (
    <section ref={clearOfToasts} className={classes.bar} aria-label={t('unsavedChanges')}>
      <span className={classes.text}>{t('unsavedChanges')}</span>
      <Button variant="default" onClick={onDiscard} disabled={isPending}>
        {t('discard')}
      </Button>
      <Button onClick={onSave} loading={isPending}>
        {t('save')}
      </Button>
    </section>
  )
}
