import { ActionIcon, Button, Popover, Stack, TextInput, Tooltip } from '@mantine/core'
import { IconClock } from '@tabler/icons-react'
import { useState } from 'react'
import { weekdayAndTime } from '../../../format/time.ts'
import { hubNow } from '../../../hub/hub-clock.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { proposals, readLocalField, toLocalField } from './when.ts'

interface ScheduleProps {
  isEmpty: boolean
  isPending: boolean
  onPlan: (at: Date) => Promise<unknown>
}

/** Asks when the message that stands in the field is to be sent. */
export function Schedule({ isEmpty, isPending, onPlan }: ScheduleProps) {
  const { t } = useTranslation('conversations')
  const locale = useLocale()
  const [isOpen, setOpen] = useState(false)
  const [opened, setOpened] = useState(() => new Date(hubNow()))
  const [field, setField] = useState('')
  const chosen = readLocalField(field, opened)
  const plan = (at: Date): void =>
    void onPlan(at).then(
      () => setOpen(false),
      () => undefined,
    )
  function change(open: boolean): void {
    if (open) {
      const now = new Date(hubNow())
      setOpened(now)
      setField(toLocalField(proposals(now)[0]?.at ?? now))
    }
    setOpen(open)
  }
  return (
    <Popover opened={isOpen} onChange={change} position="top-start" trapFocus withRoles returnFocus shadow="md" width={320}>
      <Popover.Target>
        <Tooltip label={isEmpty ? `${t('composer.schedule')}. ${t('composer.scheduleHint')}` : t('composer.schedule')} disabled={isOpen}>
          {/* Not `disabled`: a reason that nobody can reach explains nothing. */}
          <ActionIcon size={32} aria-label={t('composer.schedule')} aria-disabled={isEmpty} onClick={() => !isEmpty && change(!isOpen)}>
            <IconClock size={18} stroke={1.75} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('composer.schedule')}>
        <Stack gap={6}>
          {proposals(opened).map(({ key, at }) => (
            <Button
              key={key}
              variant="default"
              justify="space-between"
              fullWidth
              disabled={isPending}
              onClick={() => plan(at)}
              rightSection={
                <span className="num" style={{ fontWeight: 400, color: 'var(--text-2)' }}>
                  {weekdayAndTime(at.toISOString(), locale)}
                </span>
              }
            >
              {t(`composer.when_${key}`)}
            </Button>
          ))}
          <TextInput
            type="datetime-local"
            mt={6}
            label={t('composer.pickTime')}
            value={field}
            error={chosen === null && field !== '' ? t('composer.pickTimeWrong') : null}
            onChange={(event) => setField(event.currentTarget.value)}
          />
          <Button disabled={chosen === null} loading={isPending} onClick={() => chosen && plan(chosen)}>
            {t('composer.plan')}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
