import { ActionIcon } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Form } from '../../../components/Form.tsx'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useHubStatus } from '../../../stores/connection.ts'
import classes from './talk.module.css'
import { ask, useTalk } from './talk-store.ts'

const MAX_LENGTH = 60_000

export function TalkComposer() {
  const { t } = useTranslation(['playground', 'conversations'])
  const typed = useTalk((talk) => talk.typed)
  const isOffline = useHubStatus((status) => status.phase !== 'open')
  const box = useRef<HTMLTextAreaElement>(null)
  const isEmpty = typed.trim() === ''
  // Who comes to this page comes to type.
  useEffect(() => box.current?.focus(), [])

  function send(): void {
    if (isEmpty || isOffline) return
    ask(typed.trim())
    box.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <Form
      className={classes.composer}
      onSubmit={() => {
        send()
      }}
    >
      <div className={classes.field}>
        <GrowingTextarea
          ref={box}
          aria-label={t('asCustomer')}
          placeholder={t('askPlaceholder')}
          minRows={1}
          maxRows={6}
          maxLength={MAX_LENGTH}
          variant="unstyled"
          className={classes.box}
          value={typed}
          onChange={(event) => useTalk.setState({ typed: event.currentTarget.value })}
          onKeyDown={onKeyDown}
        />
        <ActionIcon type="submit" variant="filled" color="emerald" size={34} aria-label={t('ask')} disabled={isEmpty || isOffline}>
          <IconSend2 size={18} />
        </ActionIcon>
      </div>
      <p className={classes.hint} role={isOffline ? 'status' : undefined}>
        {t(isOffline ? 'conversations:offline' : 'composerHint')}
      </p>
    </Form>
  )
}
