import { IconUpload } from '@tabler/icons-react'
import { type DragEvent, type ReactNode, useState } from 'react'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { attachFiles } from '../composer/attach.ts'
import classes from './thread.module.css'

/** Files that are dropped anywhere on a conversation are attached to its reply. */
export function DropArea({ conversationId, isOn, children }: { conversationId: string; isOn: boolean; children: ReactNode }) {
  const { t } = useTranslation('conversations')
  // Entering a child comes before leaving its parent: only the sum tells if the pointer is still inside.
  const [depth, setDepth] = useState(0)
  const hasFiles = (event: DragEvent): boolean => isOn && event.dataTransfer.types.includes('Files')
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping has no keyboard; the button of the composer has.
    <div
      className={classes.drop}
      onDragEnter={(event) => hasFiles(event) && setDepth((before) => before + 1)}
      onDragLeave={(event) => hasFiles(event) && setDepth((before) => Math.max(0, before - 1))}
      onDragOver={(event) => hasFiles(event) && event.preventDefault()}
      onDrop={(event) => {
        if (!hasFiles(event)) return
        event.preventDefault()
        setDepth(0)
        attachFiles(conversationId, event.dataTransfer.files)
      }}
    >
      {children}
      {depth > 0 && (
        <div className={classes.dropHint}>
          <IconUpload size={28} stroke={1.5} aria-hidden />
          {t('composer.dropHere')}
        </div>
      )}
    </div>
  )
}
