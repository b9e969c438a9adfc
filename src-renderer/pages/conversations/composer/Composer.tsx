import { ActionIcon, SegmentedControl, Textarea } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { useHubStatus } from '../../../stores/connection.ts'
import { saveDraft, useDrafts } from '../../../stores/drafts.ts'
import type { Outgoing } from '../../../stores/outgoing.ts'
import classes from './composer.module.css'
import { sendMessage } from './send.ts'

const MAX_LENGTH = 60_000

interface ComposerProps {
  conversation: Conversation
  newestSeq: number
}

export function Composer({ conversation, newestSeq }: ComposerProps) {
  const { t } = useTranslation('conversations')
  const isSimulator = conversation.channel === 'simulator'
  const [author, setAuthor] = useState<Outgoing['author']>(isSimulator ? 'customer' : 'person')
  const isOffline = useHubStatus((status) => status.phase !== 'open')
  const key = `${conversation.id}:${author}`
  const text = useDrafts((drafts) => drafts.texts[key] ?? '')
  const box = useRef<HTMLTextAreaElement>(null)
  const isEmpty = text.trim() === ''
  const label = t(author === 'customer' ? 'asCustomer' : 'reply')

  // Someone who opens a simulated conversation is there to type.
  useEffect(() => {
    if (isSimulator) box.current?.focus()
  }, [isSimulator])

  function send(): void {
    if (isEmpty || isOffline) return
    saveDraft(key, '')
    void sendMessage({ conversationId: conversation.id, author, text: text.trim(), afterSeq: newestSeq })
    box.current?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    // While an input method composes a word, Enter belongs to it.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  return (
    <form
      className={classes.composer}
      data-author={author}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {isSimulator && (
        <SegmentedControl
          size="xs"
          className={classes.mode}
          aria-label={t('composerMode')}
          value={author}
          onChange={(value) => setAuthor(value === 'customer' ? 'customer' : 'person')}
          data={[
            { value: 'customer', label: t('asCustomer') },
            { value: 'person', label: t('asPerson') },
          ]}
        />
      )}
      <div className={classes.field}>
        <Textarea
          ref={box}
          aria-label={label}
          placeholder={t(author === 'customer' ? 'customerPlaceholder' : 'personPlaceholder')}
          autosize
          minRows={1}
          maxRows={8}
          maxLength={MAX_LENGTH}
          variant="unstyled"
          className={classes.box}
          value={text}
          onChange={(event) => saveDraft(key, event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ActionIcon type="submit" variant="filled" color="emerald" size={34} aria-label={t('send')} disabled={isEmpty || isOffline}>
          <IconSend2 size={18} />
        </ActionIcon>
      </div>
      <p className={classes.hint} role={isOffline ? 'status' : undefined}>
        {t(isOffline ? 'offline' : 'keys')}
      </p>
    </form>
  )
}
