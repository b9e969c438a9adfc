import { ActionIcon, SegmentedControl, Tooltip } from '@mantine/core'
import { IconPaperclip, IconSend2 } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { useShortcut } from '../../../app/shortcuts/use-shortcut.ts'
import { EmojiButton } from '../../../components/emoji/EmojiButton.tsx'
import { Form } from '../../../components/Form.tsx'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { clearOfToasts } from '../../../components/toasts/clear-of-toasts.ts'
import { dayAndTime } from '../../../format/time.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useAttachments } from '../../../stores/attachments.ts'
import { useHubStatus } from '../../../stores/connection.ts'
import { saveDraft, useDrafts } from '../../../stores/drafts.ts'
import type { Outgoing } from '../../../stores/outgoing.ts'
import { usePerson } from '../../../stores/person.ts'
import { quote, useQuoted } from '../../../stores/quoting.ts'
import { AttachmentTray } from './AttachmentTray.tsx'
import { attachFiles, sendAttachments } from './attach.ts'
import classes from './composer.module.css'
import { ManageReplies } from './ManageReplies.tsx'
import { QuoteBar } from './QuoteBar.tsx'
import { REPLIES_ID, replyOptionId, SavedReplies } from './SavedReplies.tsx'
import { Schedule } from './Schedule.tsx'
import { ScheduledList } from './ScheduledList.tsx'
import { sendMessage } from './send.ts'
import { replaceRange } from './slash.ts'
import { useOffers } from './use-offers.ts'
import { useSlash } from './use-slash.ts'

const MAX_LENGTH = 60_000
const MAX_CAPTION = 4000

interface ComposerProps {
  conversation: Conversation
  /** Something was sent while the thread is read somewhere in its past. */
  onSent?: (() => void) | undefined
  /** The newest message of a person is to be written again. */
  onEditNewest?: () => void
}

export function Composer({ conversation, onSent, onEditNewest }: ComposerProps) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const { id, instanceName } = conversation
  const isSimulator = conversation.channel === 'simulator'
  const [author, setAuthor] = useState<Outgoing['author']>(isSimulator ? 'customer' : 'person')
  const isPerson = author === 'person'
  const isOffline = useHubStatus((status) => status.phase !== 'open')
  const offers = useOffers(instanceName)
  const key = `${id}:${author}`
  const text = useDrafts((drafts) => drafts.texts[key] ?? '')
  const files = useAttachments(id)
  const quoted = useQuoted(id)
  const [isManaging, setManaging] = useState(false)
  const box = useRef<HTMLTextAreaElement>(null)
  const fileInput = useRef<HTMLInputElement>(null)
  const isEmpty = text.trim() === ''
  const hasFiles = isPerson && files.length > 0
  const isReady = hasFiles ? files.every(({ state }) => state === 'ready') : !isEmpty

  // Someone who opens a simulated conversation is there to type.
  useEffect(() => {
    if (isSimulator) box.current?.focus()
  }, [isSimulator])
  // Who quotes a message goes on to write.
  useEffect(() => {
    if (quoted !== null) box.current?.focus()
  }, [quoted])
  useShortcut({
    keys: 'r',
    label: t('composer.replyShortcut'),
    scope: 'conversations',
    run: () => {
      setAuthor('person')
      box.current?.focus()
    },
  })

  /** Puts a piece where the caret is, or at `[start, end)`. */
  function insert(piece: string, start = box.current?.selectionStart ?? text.length, end = box.current?.selectionEnd ?? start): void {
    const changed = replaceRange(text, start, end, piece)
    saveDraft(key, changed.text.slice(0, MAX_LENGTH))
    requestAnimationFrame(() => {
      box.current?.focus()
      box.current?.setSelectionRange(changed.caret, changed.caret)
    })
  }
  const slash = useSlash(instanceName, isPerson, (reply, { start, query }) => insert(reply.text, start, start + query.length + 1))
  const active = slash.matches[slash.chosen]

  const plan = useMutation(
    api.scheduled.create.mutationOptions({
      onError: notifyProblem,
      onSuccess: ({ sendAt }) => {
        saveDraft(key, '')
        notifyDone(t('composer.planned', { when: dayAndTime(sendAt, locale) }))
        return queryClient.invalidateQueries({ queryKey: api.scheduled.list.key({ input: { conversationId: id } }) })
      },
    }),
  )

  async function send(): Promise<void> {
    if (!isReady || isOffline) return
    slash.close()
    box.current?.focus()
    onSent?.()
    if (hasFiles) {
      const caption = text.trim().slice(0, MAX_CAPTION)
      // The caption stays in the field if the file did not go.
      if (await sendAttachments(files, caption)) saveDraft(key, '')
      return
    }
    saveDraft(key, '')
    quote(id, null)
    await sendMessage({ conversationId: id, author, text: text.trim(), quoted: isPerson ? quoted : null })
  }

  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    // While an input method composes a word, its keys belong to it.
    if (event.nativeEvent.isComposing || slash.onKeyDown(event)) return
    if (event.key === 'Escape') {
      if (quoted !== null) quote(id, null)
      else box.current?.blur()
      return
    }
    if (event.key === 'ArrowUp' && isPerson && text === '' && !hasFiles && onEditNewest) {
      event.preventDefault()
      onEditNewest()
      return
    }
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    void send()
  }

  function onPaste(event: ClipboardEvent): void {
    if (!isPerson || !offers.files || event.clipboardData.files.length === 0) return
    event.preventDefault()
    attachFiles(id, event.clipboardData.files)
  }

  const placeholder = hasFiles ? t('composer.captionPlaceholder') : t(isPerson ? 'personPlaceholder' : 'customerPlaceholder')
  return (
    <Form
      ref={clearOfToasts}
      className={classes.composer}
      data-author={author}
      onSubmit={() => {
        void send()
      }}
    >
      <ScheduledList conversationId={id} />
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
        {slash.isOpen && (
          <SavedReplies
            replies={slash.matches}
            query={slash.query}
            chosen={slash.chosen}
            isRefused={slash.isRefused}
            onChoose={slash.choose}
            onInsert={slash.insert}
            onManage={() => {
              slash.close()
              setManaging(true)
            }}
          />
        )}
        {isPerson && quoted !== null && <QuoteBar message={quoted} onDrop={() => quote(id, null)} />}
        {isPerson && <AttachmentTray items={files} />}
        <GrowingTextarea
          ref={box}
          aria-label={t(isPerson ? 'reply' : 'asCustomer')}
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={slash.isOpen && active ? REPLIES_ID : undefined}
          aria-activedescendant={slash.isOpen && active ? replyOptionId(active) : undefined}
          placeholder={placeholder}
          dir="auto"
          minRows={1}
          maxRows={8}
          maxLength={hasFiles ? MAX_CAPTION : MAX_LENGTH}
          variant="unstyled"
          className={classes.box}
          value={text}
          onChange={(event) => {
            saveDraft(key, event.currentTarget.value)
            slash.look(event.currentTarget.value, event.currentTarget.selectionStart)
          }}
          onClick={(event) => slash.look(text, event.currentTarget.selectionStart)}
          onBlur={slash.close}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <div className={classes.tools}>
          {isPerson && (
            <>
              <input
                ref={fileInput}
                type="file"
                multiple
                hidden
                onChange={(event) => {
                  attachFiles(id, event.currentTarget.files ?? [])
                  event.currentTarget.value = ''
                  box.current?.focus()
                }}
              />
              <Tooltip label={offers.files ? t('composer.attach') : t('composer.noFiles')}>
                <ActionIcon
                  size={32}
                  aria-label={t('composer.attach')}
                  aria-disabled={!offers.files}
                  onClick={() => offers.files && fileInput.current?.click()}
                >
                  <IconPaperclip size={18} stroke={1.75} />
                </ActionIcon>
              </Tooltip>
            </>
          )}
          <EmojiButton label={t('composer.emoji')} onPick={(emoji) => insert(emoji)} />
          {isPerson && (
            <Schedule
              isEmpty={isEmpty || hasFiles || isOffline}
              isPending={plan.isPending}
              onPlan={(at) =>
                plan.mutateAsync({
                  conversationId: id,
                  text: text.trim(),
                  sendAt: at.toISOString(),
                  by: usePerson.getState().name.trim() || t('inbox.somebody'),
                })
              }
            />
          )}
          <p className={classes.hint} role={isOffline ? 'status' : undefined}>
            {isOffline ? t('offline') : t(isPerson ? 'composer.keys' : 'keys')}
          </p>
          <ActionIcon type="submit" variant="filled" color="emerald" size={34} aria-label={t('send')} disabled={!isReady || isOffline}>
            <IconSend2 size={18} />
          </ActionIcon>
        </div>
      </div>
      {isManaging && (
        <ManageReplies
          instanceName={instanceName}
          onClose={() => {
            setManaging(false)
            box.current?.focus()
          }}
        />
      )}
    </Form>
  )
}
