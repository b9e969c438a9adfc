import { ActionIcon, Button, Menu } from '@mantine/core'
import { IconChevronRight, IconDots, IconPencil, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { notifyProblem, notifyUndo } from '../../../components/notify.ts'
import { api, hub } from '../../../hub/client.ts'
import { queryClient } from '../../../hub/query-client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { VerdictMark } from '../runs/VerdictMark.tsx'
import { verdictOn, worstOf } from '../runs/verdict.ts'
import { ExampleTurn } from './ExampleTurn.tsx'
import classes from './examples.module.css'
import { exampleRuns, runExamples, toggleOpen, turnKey, useExamples } from './examples-store.ts'
import { RenameExample } from './RenameExample.tsx'

const refresh = () => queryClient.invalidateQueries({ queryKey: api.playground.examples.key() })

export function ExampleCard({ example }: { example: Example }) {
  const { t } = useTranslation(['playground', 'common'])
  const [isRenaming, setRenaming] = useState(false)
  const isWaiting = useExamples(({ running }) => running.includes(example.id))
  const isOpen = useExamples(({ open }) => open.includes(example.id))
  const answers = exampleRuns.useAnswers()
  const verdict = worstOf(example.turns.map((turn, index) => verdictOn(turn.expected, answers[turnKey(example, index)])))
  const remove = useMutation(
    api.playground.examples.remove.mutationOptions({
      onSuccess: () => {
        const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...rest } = example
        notifyUndo(t('exampleRemoved', { name: example.name }), async () => {
          await hub.playground.examples.create(rest)
          await refresh()
        })
        return refresh()
      },
      onError: notifyProblem,
    }),
  )
  return (
    <li className={classes.card}>
      <div className={classes.head}>
        <button type="button" className={classes.toggle} aria-expanded={isOpen} onClick={() => toggleOpen(example.id)}>
          <IconChevronRight size={16} aria-hidden className={classes.chevron} />
          <span className={classes.name}>{example.name}</span>
          <span className={classes.facts}>
            {t('questions', { count: example.turns.length })} · {t('agentOf', { name: example.agentOf })}
          </span>
        </button>
        {verdict && <VerdictMark verdict={verdict} />}
        <Button
          size="compact-md"
          variant="default"
          aria-label={t('runExample', { name: example.name })}
          leftSection={<IconPlayerPlay size={14} aria-hidden />}
          loading={isWaiting}
          onClick={() => {
            if (!isOpen) toggleOpen(example.id)
            void runExamples([example])
          }}
        >
          {t('run')}
        </Button>
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t('actionsFor', { name: example.name })}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconPencil size={16} />} onClick={() => setRenaming(true)}>
              {t('rename')}
            </Menu.Item>
            <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={() => remove.mutate({ id: example.id })}>
              {t('delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {isOpen && (
        <ol className={classes.turns}>
          {example.turns.map((_turn, index) => (
            <ExampleTurn key={turnKey(example, index)} example={example} index={index} onSaved={refresh} />
          ))}
        </ol>
      )}
      <RenameExample isOpen={isRenaming} example={example} onSaved={refresh} onClose={() => setRenaming(false)} />
    </li>
  )
}
