import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import type { Example } from '../../../../src-shared/contract/playground.ts'
import { notifyProblem } from '../../../components/notify.ts'
import { SideBySide } from '../../../components/SideBySide.tsx'
import { api } from '../../../hub/client.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { wouldGet } from '../runs/answer.ts'
import { RunFooter, RunWaiting } from '../runs/RunParts.tsx'
import { VerdictMark } from '../runs/VerdictMark.tsx'
import { verdictOn } from '../runs/verdict.ts'
import { Said } from '../Said.tsx'
import classes from './examples.module.css'
import { exampleRuns, turnKey } from './examples-store.ts'

interface ExampleTurnProps {
  example: Example
  index: number
  onSaved: () => Promise<unknown>
}

/** A question, the answer that was good, and the current one. */
export function ExampleTurn({ example, index, onSaved }: ExampleTurnProps) {
  const { t } = useTranslation('playground')
  const turn = example.turns[index]
  const answer = exampleRuns.useAnswer(turnKey(example, index))
  const update = useMutation(api.playground.examples.update.mutationOptions({ onSuccess: onSaved, onError: notifyProblem }))
  if (!turn) return null
  const verdict = verdictOn(turn.expected, answer)
  const now = answer?.state === 'done' ? wouldGet(answer.run) : null
  return (
    <li className={classes.turn}>
      <div className={classes.asked}>
        <Said tone="customer">{turn.text}</Said>
        {verdict && verdict !== 'running' && <VerdictMark verdict={verdict} />}
        {verdict === 'changed' && now !== null && (
          <Button
            size="compact-sm"
            variant="default"
            loading={update.isPending}
            onClick={() =>
              update.mutate({
                id: example.id,
                turns: example.turns.map((other, at) => (at === index ? { ...other, expected: now } : other)),
              })
            }
          >
            {t('acceptNew')}
          </Button>
        )}
      </div>
      <SideBySide
        beforeTitle={t('goodAnswer')}
        before={turn.expected}
        afterTitle={t('answersNow')}
        after={now}
        waiting={<RunWaiting answer={answer} />}
        footer={<RunFooter answer={answer} />}
      />
    </li>
  )
}
