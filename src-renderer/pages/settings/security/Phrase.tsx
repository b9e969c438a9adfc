import { Alert, Button, Group, Text } from '@mantine/core'
import { IconEyeOff, IconPrinter } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { notifyProblem } from '../../../components/notify.ts'
import { Panel } from '../../../components/Panel.tsx'
import { longDate } from '../../../format/time.ts'
import { hub } from '../../../hub/client.ts'
import { useLocale } from '../../../i18n/use-locale.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { phraseChanged } from './keep-phrase-state.ts'
import { PrintSheet } from './PrintSheet.tsx'
import { ProvePhrase } from './ProvePhrase.tsx'
import { RenewPhrase } from './RenewPhrase.tsx'
import { Words } from './Words.tsx'

interface PhraseProps {
  phrase: { madeAt: string; confirmedAt: string | null; computer: string }
}

export function Phrase({ phrase }: PhraseProps) {
  const { t } = useTranslation('security')
  const locale = useLocale()
  const [isAsked, setAsked] = useState(false)
  // Not a query: the words leave the memory of the page with what shows them.
  const words = useMutation({ mutationFn: () => hub.recoveryPhrase.show(), gcTime: 0, onError: notifyProblem })

  function forget(): void {
    words.reset()
    phraseChanged()
  }

  function ask(): void {
    words.reset()
    setAsked(true)
  }

  function show(): void {
    setAsked(false)
    words.mutate()
  }

  const shown = words.data?.words
  return (
    <Panel title={t('phrase')} text={t('phraseText')}>
      {phrase.confirmedAt !== null ? (
        <>
          <Text size="sm" mb="md">
            {t('confirmed', { date: longDate(phrase.confirmedAt, locale) })}
          </Text>
          <RenewPhrase onRenewed={phraseChanged} />
        </>
      ) : isAsked ? (
        <ProvePhrase onProved={forget} onShowAgain={show} />
      ) : shown ? (
        <>
          <Alert color="yellow" icon={<IconEyeOff size={18} />} mb="md">
            {t('alone')}
          </Alert>
          <Words words={shown} />
          <Group gap="xs" mt="md" justify="flex-end">
            <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
              {t('print')}
            </Button>
            <Button onClick={ask}>{t('written')}</Button>
          </Group>
          <PrintSheet words={shown} computer={phrase.computer} madeAt={phrase.madeAt} />
        </>
      ) : (
        <>
          <Text size="sm" mb="md">
            {t('notWritten')}
          </Text>
          <Button loading={words.isPending} onClick={show}>
            {t('show')}
          </Button>
        </>
      )}
    </Panel>
  )
}
