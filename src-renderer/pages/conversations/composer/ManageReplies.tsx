import { ActionIcon, Button, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { SavedReply } from '../../../../src-shared/contract/saved-replies.ts'
import { AccountName } from '../../../components/AccountName.tsx'
import { Form } from '../../../components/Form.tsx'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { notifyProblem, notifyUndo } from '../../../components/notify.ts'
import { useAccountName } from '../../../components/use-account-name.ts'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './composer.module.css'

const reread = () => queryClient.invalidateQueries({ queryKey: api.savedReplies.list.key() })

type Draft = Omit<SavedReply, 'id'> & { id: string | null }

function ReplyForm({ saved, instanceName, onDone }: { saved: Draft; instanceName: string; onDone: () => void }) {
  const accountName = useAccountName()
  const { t } = useTranslation(['conversations', 'common'])
  const [draft, setDraft] = useState(saved)
  const done = {
    onError: notifyProblem,
    onSuccess: () => {
      onDone()
      return reread()
    },
  }
  const create = useMutation(api.savedReplies.create.mutationOptions(done))
  const update = useMutation(api.savedReplies.update.mutationOptions(done))
  const shortcut = draft.shortcut.trim().replace(/^\//, '')
  const isWrong = shortcut !== '' && !/^[\p{L}\p{N}_-]+$/u.test(shortcut)
  const isComplete = shortcut !== '' && !isWrong && draft.text.trim() !== ''
  return (
    <Form
      onSubmit={() => {
        if (!isComplete) return
        const fields = { instanceName: draft.instanceName, shortcut, text: draft.text.trim() }
        if (draft.id === null) create.mutate(fields)
        else update.mutate({ id: draft.id, ...fields })
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t('composer.shortcut')}
          description={t('composer.shortcutHint')}
          value={draft.shortcut}
          maxLength={40}
          data-autofocus
          leftSection="/"
          error={isWrong ? t('composer.shortcutWrong') : null}
          onChange={(event) => setDraft({ ...draft, shortcut: event.currentTarget.value })}
        />
        <GrowingTextarea
          label={t('composer.replyText')}
          value={draft.text}
          dir="auto"
          minRows={3}
          maxRows={10}
          maxLength={10_000}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
        />
        <SegmentedControl
          aria-label={t('composer.replyWhere')}
          value={draft.instanceName === null ? 'all' : 'one'}
          onChange={(value) => setDraft({ ...draft, instanceName: value === 'all' ? null : (saved.instanceName ?? instanceName) })}
          data={[
            { value: 'all', label: t('composer.everywhere') },
            { value: 'one', label: t('composer.onlyHere', { name: accountName(saved.instanceName ?? instanceName) }) },
          ]}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onDone}>
            {t('common:cancel')}
          </Button>
          <Button type="submit" disabled={!isComplete} loading={create.isPending || update.isPending}>
            {t('composer.saveReply')}
          </Button>
        </Group>
      </Stack>
    </Form>
  )
}

/** All saved replies: written, changed and deleted here. */
export function ManageReplies({ instanceName, onClose }: { instanceName: string; onClose: () => void }) {
  const { t } = useTranslation(['conversations', 'common'])
  const [editing, setEditing] = useState<Draft | null>(null)
  const { data: replies = [] } = useQuery(api.savedReplies.list.queryOptions({ input: {} }))
  const remove = useMutation(api.savedReplies.remove.mutationOptions({ onError: notifyProblem }))
  return (
    <Modal opened onClose={onClose} title={t('composer.savedReplies')} size={520} closeButtonProps={{ 'aria-label': t('common:close') }}>
      {editing ? (
        <ReplyForm saved={editing} instanceName={instanceName} onDone={() => setEditing(null)} />
      ) : (
        <Stack gap="sm">
          {replies.length === 0 && <p className={classes.repliesEmpty}>{t('composer.noRepliesYet')}</p>}
          {replies.length > 0 && (
            <ul className={classes.managed}>
              {replies.map((reply) => (
                <li key={reply.id} className={classes.managedRow}>
                  <span className={classes.managedLines}>
                    <span className={classes.replyShortcut}>
                      /{reply.shortcut}
                      {reply.instanceName !== null && (
                        <span className={classes.where}>
                          {' '}
                          · <AccountName of={reply.instanceName} />
                        </span>
                      )}
                    </span>
                    <bdi className={classes.replyText}>{reply.text}</bdi>
                  </span>
                  <ActionIcon aria-label={t('composer.editReply', { shortcut: reply.shortcut })} onClick={() => setEditing(reply)}>
                    <IconPencil size={16} />
                  </ActionIcon>
                  <ActionIcon
                    aria-label={t('composer.deleteReply', { shortcut: reply.shortcut })}
                    onClick={() =>
                      remove.mutate(
                        { id: reply.id },
                        {
                          onSuccess: () => {
                            const { id: _id, ...fields } = reply
                            notifyUndo(t('composer.replyDeleted', { shortcut: reply.shortcut }), () =>
                              hub.savedReplies.create(fields).then(reread),
                            )
                            return reread()
                          },
                        },
                      )
                    }
                  >
                    <IconTrash size={16} />
                  </ActionIcon>
                </li>
              ))}
            </ul>
          )}
          <Group justify="flex-end">
            <Button
              data-autofocus
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setEditing({ id: null, instanceName: null, shortcut: '', text: '' })}
            >
              {t('composer.newReply')}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  )
}
