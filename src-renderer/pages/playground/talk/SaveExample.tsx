import { useMutation } from '@tanstack/react-query'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { NameExample } from '../examples/NameExample.tsx'

interface SaveExampleProps {
  isOpen: boolean
  example: Pick<Example, 'instanceName' | 'agentOf' | 'turns'>
  onClose: () => void
}

export function SaveExample({ isOpen, example, onClose }: SaveExampleProps) {
  const { t } = useTranslation('playground')
  const create = useMutation(
    api.playground.examples.create.mutationOptions({
      onSuccess: () => {
        onClose()
        notifyDone(t('exampleSaved'))
        return queryClient.invalidateQueries({ queryKey: api.playground.examples.key() })
      },
      onError: notifyProblem,
    }),
  )
  return (
    <NameExample
      isOpen={isOpen}
      title={t('saveExample')}
      description={t('exampleNameHelp', { count: example.turns.length })}
      suggested={(example.turns[0]?.text ?? '').replace(/\s+/g, ' ').slice(0, 60)}
      saveLabel={t('keepExample')}
      isSaving={create.isPending}
      onSave={(name) => create.mutate({ ...example, name })}
      onClose={onClose}
    />
  )
}
