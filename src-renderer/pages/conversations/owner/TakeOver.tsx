import { Button, Popover, Stack, TextInput } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useShortcut } from '../../../app/shortcuts/use-shortcut.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { usePerson } from '../../../stores/person.ts'

const CHOICES = [
  { minutes: 30, key: 'minutes_30' },
  { minutes: 120, key: 'minutes_120' },
  { minutes: null, key: 'minutes_none' },
] as const

/** Asks who takes over and for how long; the name is remembered. */
export function TakeOver({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation('conversations')
  const name = usePerson((state) => state.name)
  const [isOpen, setOpen] = useState(false)
  const takeOver = useMutation(api.conversations.takeOver.mutationOptions({ onError: notifyProblem, onSuccess: () => setOpen(false) }))
  useShortcut({ keys: 't', label: t('composer.takeOverShortcut'), scope: 'conversations', run: () => setOpen(true) })
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" trapFocus withRoles>
      <Popover.Target>
        <Button leftSection={<IconHandStop size={16} aria-hidden />} onClick={() => setOpen(!isOpen)}>
          {t('inbox.takeOver')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('inbox.takeOver')}>
        <Stack gap={8} w={260}>
          <TextInput
            label={t('inbox.yourName')}
            description={t('inbox.yourNameHint')}
            value={name}
            maxLength={80}
            onChange={(event) => usePerson.setState({ name: event.currentTarget.value })}
          />
          <span>{t('inbox.howLong')}</span>
          {CHOICES.map(({ minutes, key }) => (
            <Button
              key={key}
              variant="default"
              disabled={name.trim() === ''}
              loading={takeOver.isPending && takeOver.variables.minutes === minutes}
              onClick={() => takeOver.mutate({ conversationId, by: name.trim(), minutes })}
            >
              {t(`inbox.${key}`)}
            </Button>
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
