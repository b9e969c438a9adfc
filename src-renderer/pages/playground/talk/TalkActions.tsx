import { Button } from '@mantine/core'
import { IconBookmarkPlus, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { wouldGet } from '../runs/answer.ts'
import { SaveExample } from './SaveExample.tsx'
import classes from './talk.module.css'
import { answerKey, startOver, talkRuns, useTalk } from './talk-store.ts'

/** What can be done with a whole talk. Of two who are compared, the first one's answers are saved. */
export function TalkActions({ instances }: { instances: Instance[] }) {
  const { t } = useTranslation('playground')
  const { sides, questions, settingsOf } = useTalk()
  const answers = talkRuns.useAnswers()
  const [isSaving, setSaving] = useState(false)
  const [first] = sides
  if (!first || questions.length === 0) return null
  const turns = questions.flatMap((question) => {
    const answer = answers[answerKey(question, first)]
    return answer?.state === 'done' && answer.run.outcome === 'answered' ? [{ text: question.text, expected: wouldGet(answer.run) }] : []
  })
  const agentOf = first.choice.instanceName
  const instanceName = instances.some(({ name }) => name === settingsOf) && settingsOf !== null ? settingsOf : agentOf
  return (
    <div className={classes.actions}>
      <Button
        size="compact-md"
        variant="default"
        leftSection={<IconBookmarkPlus size={16} aria-hidden />}
        disabled={turns.length === 0}
        onClick={() => setSaving(true)}
      >
        {t('saveExample')}
      </Button>
      <Button size="compact-md" variant="default" leftSection={<IconRefresh size={16} aria-hidden />} onClick={startOver}>
        {t('startOver')}
      </Button>
      <SaveExample isOpen={isSaving} example={{ instanceName, agentOf, turns }} onClose={() => setSaving(false)} />
    </div>
  )
}
