/** The panel's contract, implemented: every procedure is a few lines that call a service. */
import { accessProcedures } from './access.ts'
import { agentProcedures } from './agents.ts'
import { answerCacheProcedures } from './answer-cache.ts'
import { os } from './base.ts'
import { conversationProcedures } from './conversations.ts'
import { desktopProcedures } from './desktop.ts'
import { groupProcedures } from './groups.ts'
import { homeProcedures } from './home.ts'
import {
  contactProcedures,
  draftProcedures,
  labelProcedures,
  savedReplyProcedures,
  scheduledProcedures,
  searchProcedures,
  uploadProcedures,
} from './inbox.ts'
import { instanceProcedures } from './instances.ts'
import { liveProcedures } from './live.ts'
import { backupProcedures, diagnosticsProcedures, logProcedures, retentionProcedures } from './maintenance.ts'
import { mediaTextProcedures } from './media-text.ts'
import { numberHealthProcedures } from './number-health.ts'
import { playgroundProcedures } from './playground.ts'
import { recoveryPhraseProcedures } from './recovery-phrase.ts'
import { routingProcedures } from './routing.ts'
import { setupProcedures } from './setup.ts'
import { simulatorProcedures } from './simulator.ts'
import { spendProcedures } from './spend.ts'
import { summaryProcedures } from './summaries.ts'
import { systemProcedures } from './system.ts'
import { traceProcedures } from './traces.ts'
import { tunnelProcedures } from './tunnel.ts'
import { webhookProcedures } from './webhooks.ts'

export const router = os.router({
  system: systemProcedures,
  home: homeProcedures,
  instances: instanceProcedures,
  agents: agentProcedures,
  routing: routingProcedures,
  answerCache: answerCacheProcedures,
  spend: spendProcedures,
  conversations: conversationProcedures,
  groups: groupProcedures,
  numberHealth: numberHealthProcedures,
  contacts: contactProcedures,
  labels: labelProcedures,
  savedReplies: savedReplyProcedures,
  drafts: draftProcedures,
  summaries: summaryProcedures,
  scheduled: scheduledProcedures,
  uploads: uploadProcedures,
  search: searchProcedures,
  mediaText: mediaTextProcedures,
  traces: traceProcedures,
  tunnel: tunnelProcedures,
  access: accessProcedures,
  setup: setupProcedures,
  simulator: simulatorProcedures,
  playground: playgroundProcedures,
  webhooks: webhookProcedures,
  recoveryPhrase: recoveryPhraseProcedures,
  retention: retentionProcedures,
  backups: backupProcedures,
  desktop: desktopProcedures,
  logs: logProcedures,
  diagnostics: diagnosticsProcedures,
  live: liveProcedures,
})
