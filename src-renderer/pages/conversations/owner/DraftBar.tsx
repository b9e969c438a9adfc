import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { GrowingTextarea } from '../../../components/GrowingTextarea.tsx'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { usePerson } from '../../../stores/person.ts'
import classes from './owner.module.css'

/** The agent's answer, to be sent as it is or changed, or not at all. */
export function DraftBar({ draftId }: { draftId: string }) {
  const { t } = useTranslation('conversations')
  const by = usePerson((state) => state.name) || t('inbox.somebody')
  const { data: draft } = useQuery(api.drafts.get.queryOptions({ input: { id: draftId } }))
  const [changed, setChanged] = useState<string | null>(null)
  const approve = useMutation(api.drafts.approve.mutationOptions({ onError: notifyProblem }))
  const discard = useMutation(api.drafts.discard.mutationOptions({ onError: notifyProblem }))
  if (!draft) return null
  const text = changed ?? draft.text
  return (
    <section className={classes.draft} aria-label={t('inbox.draftTitle')}>
      <p>
        <strong>{t('inbox.draftTitle')}</strong> · {t('inbox.draftBy', { name: draft.agentName })}
      </p>
      <GrowingTextarea
        aria-label={t('inbox.draftText')}
        value={text}
        dir="auto"
        minRows={2}
        maxRows={8}
        maxLength={60_000}
        onChange={(event) => setChanged(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button
          size="compact-md"
          disabled={text.trim() === ''}
          loading={approve.isPending}
          onClick={() => approve.mutate({ id: draftId, by, ...(changed === null ? {} : { text }) })}
        >
          {t('inbox.approve')}
        </Button>
        <Button size="compact-md" variant="default" loading={discard.isPending} onClick={() => discard.mutate({ id: draftId, by })}>
          {t('inbox.discard')}
        </Button>
      </div>
    </section>
  )
}
