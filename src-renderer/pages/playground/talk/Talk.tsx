import { Button, CloseButton, Select } from '@mantine/core'
import { IconArrowsSplit2, IconMessageCirclePlus } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { useUi } from '../../../stores/ui.ts'
import { AgentPicker } from '../agent/AgentPicker.tsx'
import { likelyInstance } from '../agent/choice.ts'
import { Exchange } from './Exchange.tsx'
import { TalkActions } from './TalkActions.tsx'
import { TalkComposer } from './TalkComposer.tsx'
import classes from './talk.module.css'
import { chooseAgent, endComparison, talkRuns, useTalk } from './talk-store.ts'

export function Talk({ instances }: { instances: Instance[] }) {
  const { t } = useTranslation('playground')
  const shown = useUi((ui) => ui.instanceFilter)
  const { sides, settingsOf, questions } = useTalk()
  const answers = talkRuns.useAnswers()
  const log = useRef<HTMLDivElement>(null)
  const likely = likelyInstance(instances, shown)?.name
  const isGone = sides.some(({ choice }) => !instances.some(({ name }) => name === choice.instanceName))

  useEffect(() => {
    // Nobody is chosen yet, or the instance was deleted meanwhile.
    if (likely !== undefined && (sides.length === 0 || isGone)) {
      endComparison()
      chooseAgent('first', { instanceName: likely, draft: null })
    }
  }, [likely, sides.length, isGone])

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is new stands at the bottom, whatever it is.
  useEffect(() => {
    const box = log.current
    if (box && box.scrollHeight - box.scrollTop - box.clientHeight < 160) box.scrollTop = box.scrollHeight
  }, [answers])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a question is always shown, wherever one had scrolled.
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight
  }, [questions.length])

  const [first, second] = sides
  if (!first) return null
  return (
    <div className={classes.talk}>
      <div className={classes.setup}>
        <div className={classes.sides} data-two={second !== undefined || undefined}>
          <AgentPicker
            label={t(second ? 'firstAgent' : 'whoAnswers')}
            instances={instances}
            choice={first.choice}
            onChange={(choice) => chooseAgent('first', choice)}
          />
          {second && (
            <div className={classes.second}>
              <AgentPicker
                label={t('comparedWith')}
                instances={instances}
                choice={second.choice}
                onChange={(choice) => chooseAgent('second', choice)}
              />
              <CloseButton aria-label={t('endComparison')} onClick={endComparison} />
            </div>
          )}
          {(!second || settingsOf !== null) && (
            <Select
              label={t('settingsOf')}
              allowDeselect={false}
              value={settingsOf ?? ''}
              data={[
                { value: '', label: t('settingsOfAgent') },
                ...instances.map(({ name, displayName }) => ({ value: name, label: displayName })),
              ]}
              onChange={(name) => useTalk.setState({ settingsOf: name || null })}
            />
          )}
          {!second && (
            <Button
              variant="default"
              className={classes.compare}
              leftSection={<IconArrowsSplit2 size={16} aria-hidden />}
              onClick={() => chooseAgent('second', { ...first.choice })}
            >
              {t('compare')}
            </Button>
          )}
        </div>
      </div>
      {questions.length === 0 ? (
        <EmptyState icon={IconMessageCirclePlus} title={t('emptyTitle')} text={t('emptyText')} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        <div ref={log} className={classes.log} role="log" aria-label={t('talkLog')} tabIndex={0}>
          <div className={classes.inner} data-two={second !== undefined || undefined}>
            {questions.map((question) => (
              <Exchange key={question.id} question={question} sides={sides} />
            ))}
          </div>
        </div>
      )}
      <TalkActions instances={instances} />
      <TalkComposer />
    </div>
  )
}
