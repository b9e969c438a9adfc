import { Button } from '@mantine/core'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import agentClasses from '../../../../components/agent/agent.module.css'
import { durationText } from '../../../../format/number.ts'
import { api } from '../../../../hub/client.ts'
import { problemOf } from '../../../../hub/problem.ts'
import { hubText } from '../../../../i18n/hub-text.ts'
import { useLocale } from '../../../../i18n/use-locale.ts'
import { useTranslation } from '../../../../i18n/use-translation.ts'
import classes from '../detail.module.css'

interface TestTranscriptionProps {
  agentProfileId: string
  model: string
  language: string
  /** Said below. */
  children: ReactNode
}

/** Has a short sound transcribed, as it is set up on the screen, saved or not. */
export function TestTranscription({ children, ...input }: TestTranscriptionProps) {
  const { t } = useTranslation(['mediaText', 'errors'])
  const locale = useLocale()
  const test = useMutation(api.mediaText.test.mutationOptions())
  const problem = test.error ? problemOf(test.error) : null

  function words(): string | null {
    if (problem !== null) return t('testFailed', { why: problem.message ?? t(`errors:${problem.code}`) })
    if (test.data === undefined) return null
    const { ok, message, durationMs } = test.data
    if (!ok) return t('testFailed', { why: hubText(message) })
    const duration = durationText(durationMs, locale)
    return message === '' ? t('testSilence', { duration }) : t('testHeard', { duration, text: message })
  }
  const isOk = test.data?.ok === true && problem === null
  const ResultIcon = isOk ? IconCircleCheck : IconCircleX
  const result = test.isPending ? null : words()
  return (
    <div>
      <div className={agentClasses.test}>
        <Button variant="default" loading={test.isPending} disabled={input.model.trim() === ''} onClick={() => test.mutate(input)}>
          {t('test')}
        </Button>
        <output className={agentClasses.result} data-ok={isOk} aria-live="polite">
          {result !== null && (
            <>
              <ResultIcon size={16} aria-hidden />
              <span>{result}</span>
            </>
          )}
        </output>
      </div>
      <p className={classes.hint}>
        {t('testHelp')} {children}
      </p>
    </div>
  )
}
