import type { Instance } from '../../../../src-shared/contract/instances.ts'
import { ChooseConversation } from './ChooseConversation.tsx'
import { ReplayConversation } from './ReplayConversation.tsx'

interface ReplayProps {
  instances: Instance[]
  conversationId: string | null
}

/** A real conversation, asked again. */
export function Replay({ instances, conversationId }: ReplayProps) {
  if (conversationId === null) return <ChooseConversation />
  return <ReplayConversation key={conversationId} instances={instances} conversationId={conversationId} />
}
