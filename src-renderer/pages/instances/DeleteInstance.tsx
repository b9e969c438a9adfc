import { Checkbox } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { notifyDone, notifyProblem } from '../../components/notify.ts'
import { TypedConfirm } from '../../components/TypedConfirm.tsx'
import { api } from '../../hub/client.ts'
import { queryClient } from '../../hub/query-client.ts'
import { useTranslation } from '../../i18n/use-translation.ts'

interface DeleteInstanceProps {
  name: string
  isOpen: boolean
  onClose: () => void
  onDeleted?: () => void
}

export function DeleteInstance({ name, isOpen, onClose, onDeleted }: DeleteInstanceProps) {
  const { t } = useTranslation('instances')
  const [onPlatform, setOnPlatform] = useState(true)
  const remove = useMutation(
    api.instances.remove.mutationOptions({
      onSuccess: () => {
        onClose()
        notifyDone(t('deleted', { name }))
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
      title={t('deleteModalTitle', { name })}
      text={t('deleteText')}
      word={name}
      label={t('deleteType', { name })}
      action={t('deleteAction', { name })}
      isPending={remove.isPending}
      onConfirm={() => remove.mutate({ name, onPlatform })}
      onClose={onClose}
    >
      <Checkbox mb="md" label={t('deletePlatform')} checked={onPlatform} onChange={(event) => setOnPlatform(event.currentTarget.checked)} />
    </TypedConfirm>
  )
}
