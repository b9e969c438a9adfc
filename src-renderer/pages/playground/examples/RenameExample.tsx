import { useMutation } from '@tanstack/react-query'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { NameExample } from './NameExample.tsx'

interface RenameExampleProps {
  isOpen: boolean
  example: Example
  onSaved: () => Promise<unknown>
  onClose: () => void
}

export function RenameExample({ isOpen, example, onSaved, onClose }: RenameExampleProps) {
  const { t } = useTranslation(['playground', 'common'])
  const update = useMutation(
    api.playground.examples.update.mutationOptions({
      onSuccess: () => {
        onClose()
        return onSaved()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <NameExample
      isOpen={isOpen}
      title={t('rename')}
      suggested={example.name}
      saveLabel={t('common:save')}
      isSaving={update.isPending}
      onSave={(name) => update.mutate({ id: example.id, name })}
      onClose={onClose}
    />
  )
}
