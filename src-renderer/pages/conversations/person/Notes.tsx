import { ActionIcon, Button, Skeleton } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { notifyProblem, notifyUndo } from '../../../components/notify.ts'
import { TimeText } from '../../../components/TimeText.tsx'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { saveDraft, useDrafts } from '../../../stores/drafts.ts'
import { usePerson } from '../../../stores/person.ts'
import classes from './person.module.css'
import { Section } from './Section.tsx'

/** What colleagues should know; never seen by the customer. */
export function Notes({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('conversations')
  const author = usePerson((state) => state.name.trim()) || t('inbox.somebody')
  const draftKey = `${conversationId}:note`
  const text = useDrafts((drafts) => drafts.texts[draftKey] ?? '')
  const input = { conversationId }
  const notes = useQuery(api.contacts.notes.queryOptions({ input }))
  const reread = () => queryClient.invalidateQueries({ queryKey: api.contacts.notes.key({ input }) })
  const add = useMutation(
    api.contacts.addNote.mutationOptions({
      onError: notifyProblem,
      onSuccess: () => {
        saveDraft(draftKey, '')
        return reread()
      },
    }),
  )
  const remove = useMutation(api.contacts.removeNote.mutationOptions({ onError: notifyProblem, onSuccess: reread }))
  const isEmpty = text.trim() === ''
  const save = (): void => {
    if (!isEmpty && !add.isPending) add.mutate({ conversationId, text: text.trim(), author })
  }
  return (
    <Section title={t('person.notes')}>
      <GrowingTextarea
        aria-label={t('person.notes')}
        placeholder={t('person.notePlaceholder')}
        minRows={2}
        maxRows={8}
        maxLength={10_000}
        dir="auto"
        value={text}
        onChange={(event) => saveDraft(draftKey, event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
          event.preventDefault()
          save()
        }}
      />
      {isEmpty ? (
        <p className={classes.note}>{t('person.noteHint')}</p>
      ) : (
        <div className={classes.actions}>
          <Button size="compact-sm" loading={add.isPending} onClick={save}>
            {t('person.addNote')}
          </Button>
        </div>
      )}
      {notes.isPending && <Skeleton height={48} />}
      {notes.data && notes.data.length > 0 && (
        <ul className={classes.notes}>
          {notes.data.map((note) => (
            <li key={note.id} className={classes.noteCard}>
              <p className={classes.noteText} dir="auto">
                {note.text}
              </p>
              <div className={classes.noteFoot}>
                <span className={classes.note}>
                  <bdi>{note.author}</bdi> · <TimeText iso={note.createdAt} />
                </span>
                <ActionIcon
                  size={24}
                  aria-label={t('person.removeNote')}
                  onClick={() =>
                    remove.mutate(
                      { id: note.id },
                      {
                        onSuccess: () =>
                          notifyUndo(t('person.noteRemoved'), () =>
                            hub.contacts.addNote({ conversationId, text: note.text, author: note.author }).then(reread),
                          ),
                      },
                    )
                  }
                >
                  <IconTrash size={14} />
                </ActionIcon>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
