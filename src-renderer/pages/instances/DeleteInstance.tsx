import { Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Instance } from '../../../src-shared/contract/instances.ts'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { TypedConfirm } from '../../components/TypedConfirm.tsx'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'

interface DeleteInstanceProps {
  instance: Instance
  isOpen: boolean
  onClose: () => void
  onDeleted?: () => void
}

export function DeleteInstance({ instance, isOpen, onClose, onDeleted }: DeleteInstanceProps) {
  const { t } = useTranslation('accounts')
  const { name, displayName, isAdopted } = instance
  const [choice, setChoice] = useState<boolean | null>(null)
  // What others made on its server stays there, unless somebody chooses otherwise.
  const onPlatform = choice ?? !isAdopted
  const remove = useMutation(
    api.instances.remove.mutationOptions({
      onSuccess: () => {
        onClose()
        notifyDone(t('deleted', { name: displayName }))
        onDeleted?.()
        // Its conversations and traces went with it.
        void queryClient.invalidateQueries()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <TypedConfirm
      isOpen={isOpen}
      title={t('deleteModalTitle', { name: displayName })}
      text={t('deleteText')}
      word={displayName}
      other={name}
      action={t('deleteAction', { name: displayName })}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ name, onPlatform: onPlatform || isAdopted, evenIfAdopted: isAdopted && onPlatform })}
      onClose={onClose}
    >
      <Checkbox
        mb="md"
        label={t(isAdopted ? 'deleteAdopted' : 'deletePlatform')}
        description={isAdopted ? t('deleteAdoptedText') : undefined}
        checked={onPlatform}
        onChange={(event) => setChoice(event.currentTarget.checked)}
      />
    </TypedConfirm>
  )
}
