import { ActionIcon, Modal, TextInput } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Label } from '../../../../src-shared/contract/labels.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { TypedConfirm } from '../../../components/TypedConfirm.tsx'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { COLOURS } from './colours.ts'
import { LabelDot } from './LabelChip.tsx'
import classes from './label.module.css'
import { useLabels } from './queries.ts'

const reread = () => queryClient.invalidateQueries({ queryKey: api.labels.list.key() })

function Row({ label, onDelete }: { label: Label; onDelete: () => void }) {
  const { t } = useTranslation('conversations')
  const [name, setName] = useState(label.name)
  const update = useMutation(
    api.labels.update.mutationOptions({
      onSuccess: reread,
      onError: (error) => {
        setName(label.name)
        notifyProblem(error)
      },
    }),
  )
  function rename(): void {
    if (name.trim() === '') setName(label.name)
    else if (name.trim() !== label.name) update.mutate({ ...label, name: name.trim() })
  }
  return (
    <div className={classes.manageRow}>
      <div className={classes.manageLine}>
        <TextInput
          aria-label={t('person.labelName')}
          value={name}
          maxLength={40}
          leftSection={<LabelDot colour={label.colour} />}
          onChange={(event) => setName(event.currentTarget.value)}
          onBlur={rename}
          onKeyDown={(event) => event.key === 'Enter' && rename()}
        />
        <ActionIcon aria-label={t('person.deleteLabel', { name: label.name })} onClick={onDelete}>
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      <div className={classes.colours} role="radiogroup" aria-label={t('person.labelColour', { name: label.name })}>
        {COLOURS.map((colour) => (
          // biome-ignore lint/a11y/useSemanticElements: a native radio cannot be a dot of colour.
          <button
            key={colour}
            type="button"
            role="radio"
            className={classes.colour}
            aria-checked={colour === label.colour}
            aria-label={t(`person.colour_${colour}`)}
            title={t(`person.colour_${colour}`)}
            onClick={() => update.mutate({ ...label, colour })}
          >
            <LabelDot colour={colour} />
          </button>
        ))}
      </div>
    </div>
  )
}

/** Names and colours of all labels; a label that is deleted disappears from every conversation. */
export function ManageLabels({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['conversations', 'common'])
  const labels = useLabels()
  const [leaving, setLeaving] = useState<Label | null>(null)
  const remove = useMutation(
    api.labels.remove.mutationOptions({
      onError: notifyProblem,
      onSuccess: () => {
        setLeaving(null)
        return reread()
      },
    }),
  )
  return (
    <>
      <Modal
        opened={leaving === null}
        onClose={onClose}
        title={t('person.manageLabelsTitle')}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        {labels.length === 0 && t('person.noLabels')}
        {labels.map((label) => (
          <Row key={`${label.id}:${label.name}`} label={label} onDelete={() => setLeaving(label)} />
        ))}
      </Modal>
      {leaving && (
        <TypedConfirm
          isOpen
          title={t('person.deleteLabelTitle', { name: leaving.name })}
          text={t('person.deleteLabelText')}
          word={leaving.name}
          action={t('person.deleteAction')}
          isPending={remove.isPending}
          onConfirm={() => remove.mutate({ id: leaving.id })}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  )
}
