import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { notifyProblem, notifyUndo } from '../../../components/notify.ts'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { usePerson } from '../../../stores/person.ts'
import classes from './list.module.css'

interface ChooseBarProps {
  conversations: Conversation[]
  /** Null: none can be chosen now. */
  chosen: ReadonlySet<string> | null
  onChange: (chosen: ReadonlySet<string> | null) => void
}

/** What the hub marks in one call. */
const MAX_AT_ONCE = 200

/** More than one waits: several are chosen, and marked as handled at once. */
export function ChooseBar({ conversations, chosen, onChange }: ChooseBarProps) {
  const { t } = useTranslation(['conversations', 'common'])
  const waiting = conversations.filter(({ owner }) => owner.kind === 'waiting').slice(0, MAX_AT_ONCE)
  const mark = useMutation(
    api.conversations.markHandled.mutationOptions({
      onError: notifyProblem,
      onSuccess: (handled) => {
        onChange(null)
        // What waits beyond the loaded pages comes up.
        void queryClient.invalidateQueries({ queryKey: api.conversations.list.key() })
        notifyUndo(t('list.handled', { count: handled.length }), () => hub.conversations.waitAgain(handled))
      },
    }),
  )
  if (chosen === null && waiting.length < 2) return null
  return (
    <div className={classes.chooseBar}>
      {chosen === null ? (
        <Button size="compact-sm" variant="default" onClick={() => onChange(new Set())}>
          {t('list.chooseSeveral')}
        </Button>
      ) : (
        <>
          <Button
            size="compact-sm"
            disabled={chosen.size === 0}
            loading={mark.isPending}
            onClick={() => mark.mutate({ conversationIds: [...chosen], by: usePerson.getState().name.trim() || t('inbox.somebody') })}
          >
            {t('list.markHandled', { count: chosen.size })}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onChange(new Set(waiting.map(({ id }) => id)))}>
            {t('list.chooseAll', { number: waiting.length })}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange(null)}>
            {t('common:cancel')}
          </Button>
        </>
      )}
    </div>
  )
}
