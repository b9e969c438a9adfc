import { Button } from '@mantine/core'
import { IconMessage2Plus, IconMessages } from '@tabler/icons-react'
import type { Conversation } from '../../../../src-shared/contract/conversations.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { sendMessage } from '../composer/send.ts'

const SUGGESTIONS = ['suggestion1', 'suggestion2', 'suggestion3', 'suggestion4'] as const

/** A thread without messages says what to do; a simulated one offers the first words. */
export function ThreadEmpty({ conversation }: { conversation: Conversation | undefined }) {
  const { t } = useTranslation('conversations')
  if (conversation?.channel !== 'simulator') {
    return <EmptyState icon={IconMessages} title={t('threadEmptyTitle')} text={t('threadEmptyText')} />
  }
  return (
    <EmptyState
      icon={IconMessage2Plus}
      title={t('simulatorEmptyTitle')}
      text={t('simulatorEmptyText')}
      action={SUGGESTIONS.map((key) => (
        <Button
          key={key}
          variant="default"
          radius="xl"
          onClick={() => void sendMessage({ conversationId: conversation.id, author: 'customer', text: t(key) })}
        >
          {t(key)}
        </Button>
      ))}
    />
  )
}
