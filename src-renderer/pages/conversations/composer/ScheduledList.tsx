import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Scheduled } from '../../../../src-shared/contract/scheduled.ts'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { notifyProblem, notifyUndo } from '../../../components/notify.ts'
import { dayAndTime, exactTime } from '../../../format/time.ts'
import { api, hub } from '../../../hub/client.ts'
import { hubNow } from '../../../hub/hub-clock.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './composer.module.css'
import { proposals, readLocalField, toLocalField } from './when.ts'

/** Soon enough to be "now", late enough to lie in the future when it arrives. */
const NOW_MS = 3000

const reread = (conversationId: string) =>
  queryClient.invalidateQueries({ queryKey: api.scheduled.list.key({ input: { conversationId } }) })

function EditPlanned({ item, onClose }: { item: Scheduled; onClose: () => void }) {
  const { t } = useTranslation(['conversations', 'common'])
  const [now] = useState(() => new Date(hubNow()))
  const [text, setText] = useState(item.text)
  const [field, setField] = useState(() => toLocalField(item.state === 'missed' ? (proposals(now)[0]?.at ?? now) : new Date(item.sendAt)))
  const at = readLocalField(field, now)
  const update = useMutation(
    api.scheduled.update.mutationOptions({
      onError: notifyProblem,
      onSuccess: () => {
        onClose()
        return reread(item.conversationId)
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title={t('composer.editPlannedTitle')} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack gap="sm">
        <GrowingTextarea
          label={t('composer.message')}
          value={text}
          dir="auto"
          minRows={3}
          maxRows={10}
          maxLength={60_000}
          data-autofocus
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('composer.pickTime')}
          value={field}
          error={at === null ? t('composer.pickTimeWrong') : null}
          onChange={(event) => setField(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            disabled={at === null || text.trim() === ''}
            loading={update.isPending}
            onClick={() => at && update.mutate({ id: item.id, text: text.trim(), sendAt: at.toISOString() })}
          >
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Planned({ item, onEdit }: { item: Scheduled; onEdit: () => void }) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const { id, conversationId, text, sendAt, by, state } = item
  const isMissed = state === 'missed'
  const when = dayAndTime(sendAt, locale)
  const update = useMutation(api.scheduled.update.mutationOptions({ onError: notifyProblem, onSuccess: () => reread(conversationId) }))
  const cancel = useMutation(
    api.scheduled.cancel.mutationOptions({
      onError: notifyProblem,
      onSuccess: () => {
        const isFuture = Date.parse(sendAt) > hubNow()
        if (isFuture)
          notifyUndo(t('composer.cancelled'), () =>
            hub.scheduled.create({ conversationId, text, sendAt, by }).then(() => reread(conversationId)),
          )
        return reread(conversationId)
      },
    }),
  )
  return (
    <li className={classes.planned} data-state={state}>
      {isMissed ? <IconAlertTriangle size={16} aria-hidden /> : <IconClock size={16} aria-hidden />}
      <span className={classes.plannedLines}>
        <bdi className={classes.plannedText}>{text}</bdi>
        <span className={`num ${classes.plannedNote}`} title={exactTime(sendAt, locale)}>
          {isMissed ? t('composer.missed', { when }) : t('composer.plannedBy', { when, name: by })}
        </span>
      </span>
      <span className={classes.plannedActions}>
        {isMissed && (
          <Button
            size="compact-sm"
            loading={update.isPending}
            onClick={() => update.mutate({ id, text, sendAt: new Date(hubNow() + NOW_MS).toISOString() })}
          >
            {t('composer.sendNow')}
          </Button>
        )}
        <Button size="compact-sm" variant="default" onClick={onEdit}>
          {t('composer.editPlanned')}
        </Button>
        <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate({ id })}>
          {t('composer.cancelPlanned')}
        </Button>
      </span>
    </li>
  )
}

/** The messages of this conversation that wait for their time, or missed it. */
export function ScheduledList({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('conversations')
  const [editing, setEditing] = useState<Scheduled | null>(null)
  const { data: items = [] } = useQuery(api.scheduled.list.queryOptions({ input: { conversationId } }))
  if (items.length === 0) return null
  return (
    <section className={classes.plannedBox} aria-label={t('composer.plannedCount', { count: items.length })}>
      <ul className={classes.plannedList}>
        {items.map((item) => (
          <Planned key={item.id} item={item} onEdit={() => setEditing(item)} />
        ))}
      </ul>
      {editing && <EditPlanned key={editing.id} item={editing} onClose={() => setEditing(null)} />}
    </section>
  )
}
