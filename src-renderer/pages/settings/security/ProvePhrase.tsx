import { Button, Group, Text, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { Form } from '../../../components/Form.tsx'
import { notifyDone, notifyProblem } from '../../../components/notify.ts'
import { hub } from '../../../hub/client.ts'
import { refusedField } from '../../../hub/problem.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import classes from './security.module.css'

const WORDS = 24

/** Two different places, the earlier one first. */
function twoPlaces(): [number, number] {
  const first = 1 + Math.floor(Math.random() * WORDS)
  const second = 1 + ((first + Math.floor(Math.random() * (WORDS - 1))) % WORDS)
  return first < second ? [first, second] : [second, first]
}

interface ProvePhraseProps {
  onProved: () => void
  onShowAgain: () => void
}

/** Asks for two of the words, which only somebody has who wrote them down. */
export function ProvePhrase({ onProved, onShowAgain }: ProvePhraseProps) {
  const { t } = useTranslation('security')
  const [places] = useState(twoPlaces)
  const [typed, setTyped] = useState<Record<number, string>>({})
  const answers = places.map((position) => ({ position, word: typed[position]?.trim() ?? '' }))
  const isComplete = answers.every(({ word }) => word !== '')
  const prove = useMutation({
    mutationFn: () => hub.recoveryPhrase.confirm({ answers }),
    gcTime: 0,
    onSuccess() {
      notifyDone(t('proved'))
      onProved()
    },
    onError(error) {
      if (refusedField(error) === null) notifyProblem(error)
    },
  })
  const refused = refusedField(prove.error)
  return (
    <Form
      onSubmit={() => {
        if (isComplete) prove.mutate()
      }}
    >
      <Text fw={550}>{t('proveTitle')}</Text>
      <Text size="sm" c="dimmed" mb="md">
        {t('proveText')}
      </Text>
      <div className={classes.asked}>
        {places.map((position, index) => (
          <TextInput
            key={position}
            label={t('wordNumber', { number: position })}
            value={typed[position] ?? ''}
            error={refused?.field === String(position) ? refused.message : undefined}
            maxLength={40}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus={index === 0 || undefined}
            onChange={(event) => {
              setTyped({ ...typed, [position]: event.currentTarget.value })
              prove.reset()
            }}
          />
        ))}
      </div>
      <Group gap="xs" mt="md" justify="flex-end">
        <Button variant="default" onClick={onShowAgain}>
          {t('showAgain')}
        </Button>
        <Button type="submit" disabled={!isComplete} loading={prove.isPending}>
          {t('prove')}
        </Button>
      </Group>
    </Form>
  )
}
