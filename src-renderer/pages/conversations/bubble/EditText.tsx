import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Message } from '../../../../src-shared/contract/conversations.ts'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { edit } from '../../../stores/changing.ts'
import { recordMessage } from '../queries.ts'
import classes from './bubble.module.css'

/** Instead of the text, while it is written again. What was typed stays when it could not be saved. */
export function EditText({ message }: { message: Message }) {
  const { t } = useTranslation(['conversations', 'common'])
  const [text, setText] = useState(message.text)
  const box = useRef<HTMLTextAreaElement>(null)
  const save = useMutation(
    api.conversations.edit.mutationOptions({
      onSuccess: (changed) => {
        recordMessage(changed)
        edit(null)
      },
      onError: notifyProblem,
    }),
  )
  useEffect(() => {
    box.current?.focus()
    box.current?.setSelectionRange(box.current.value.length, box.current.value.length)
    box.current?.scrollIntoView({ block: 'nearest' })
  }, [])

  function submit(): void {
    const wanted = text.trim()
    if (wanted === '' || save.isPending) return
    if (wanted === message.text) edit(null)
    else save.mutate({ messageId: message.id, text: wanted })
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      edit(null)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      submit()
    }
  }
  return (
    <div className={classes.editing}>
      <GrowingTextarea
        ref={box}
        aria-label={t('thread.editLabel')}
        description={t('thread.editKeys')}
        inputWrapperOrder={['label', 'input', 'description']}
        minRows={1}
        maxRows={10}
        maxLength={60_000}
        dir="auto"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className={classes.actions}>
        <Button size="compact-sm" variant="default" onClick={() => edit(null)}>
          {t('common:cancel')}
        </Button>
        <Button size="compact-sm" loading={save.isPending} disabled={text.trim() === ''} onClick={submit}>
          {t('common:save')}
        </Button>
      </div>
    </div>
  )
}
