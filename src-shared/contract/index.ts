import { accessContract } from './access.ts'
import { agentsContract } from './agents.ts'
import { answerCacheContract } from './answer-cache.ts'
import { backupsContract } from './backups.ts'
import { contactsContract } from './contacts.ts'
import { conversationsContract } from './conversations.ts'
import { desktopContract } from './desktop.ts'
import { diagnosticsContract } from './diagnostics.ts'
import { draftsContract } from './drafts.ts'
import { groupsContract } from './groups.ts'
import { homeContract } from './home.ts'
import { instancesContract } from './instances.ts'
import { labelsContract } from './labels.ts'
import { liveContract } from './live.ts'
import { logsContract } from './logs.ts'
import { mediaTextContract } from './media-text.ts'
import { numberHealthContract } from './number-health.ts'
import { playgroundContract } from './playground.ts'
import { recoveryPhraseContract } from './recovery-phrase.ts'
import { retentionContract } from './retention.ts'
import { routingContract } from './routing.ts'
import { savedRepliesContract } from './saved-replies.ts'
import { scheduledContract } from './scheduled.ts'
import { searchContract } from './search.ts'
import { setupContract } from './setup.ts'
import { simulatorContract } from './simulator.ts'
import { spendContract } from './spend.ts'
import { summariesContract } from './summaries.ts'
import { systemContract } from './system.ts'
import { tracesContract } from './traces.ts'
import { tunnelContract } from './tunnel.ts'
import { uploadsContract } from './uploads.ts'
import { webhooksContract } from './webhooks.ts'

/** Everything the panel can ask of the hub, whatever carries the call. */
export const contract = {
  system: systemContract,
  home: homeContract,
  instances: instancesContract,
  agents: agentsContract,
  routing: routingContract,
  answerCache: answerCacheContract,
  spend: spendContract,
  conversations: conversationsContract,
  groups: groupsContract,
  numberHealth: numberHealthContract,
  contacts: contactsContract,
  labels: labelsContract,
  savedReplies: savedRepliesContract,
  drafts: draftsContract,
  summaries: summariesContract,
  scheduled: scheduledContract,
  uploads: uploadsContract,
  mediaText: mediaTextContract,
  search: searchContract,
  traces: tracesContract,
  access: accessContract,
  setup: setupContract,
  simulator: simulatorContract,
  playground: playgroundContract,
  webhooks: webhooksContract,
  tunnel: tunnelContract,
  recoveryPhrase: recoveryPhraseContract,
  retention: retentionContract,
  backups: backupsContract,
  logs: logsContract,
  desktop: desktopContract,
  diagnostics: diagnosticsContract,
  live: liveContract,
}
