import { IconBolt, IconBrain, IconEraser } from '@tabler/icons-react'
import type { CacheHit } from '../../../../src-shared/contract/answer-cache.ts'
import { useForget } from '../../../components/use-forget-answer.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { BubbleButton } from './BubbleButton.tsx'
import classes from './bubble.module.css'

/** That no agent was asked for this answer. */
export function CacheHitMark({ cacheHit }: { cacheHit: CacheHit }) {
  const { t } = useTranslation('agents')
  const { kind, question } = cacheHit
  const text = t(`answerCache.mark_${kind}`, { question })
  const Mark = kind === 'fixed' ? IconBolt : IconBrain
  return (
    <span className={classes.cacheHit} role="img" aria-label={text} title={text}>
      <Mark size={14} aria-hidden />
    </span>
  )
}

/** Forgets the answer that was given again here; what was said stays said. */
export function ForgetAnswer({ answerId }: { answerId: string }) {
  const { t } = useTranslation('agents')
  const forget = useForget()
  return (
    <BubbleButton
      label={t('answerCache.forgetAnswer')}
      icon={IconEraser}
      disabled={forget.isPending}
      onClick={() => forget.mutate({ id: answerId })}
    />
  )
}
