// First: before any schema is made.
import './app/zod-without-eval.ts'
import '@fontsource-variable/inter/wght.css'
import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/tokens.css'
import './app/global.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { Providers } from './app/Providers.tsx'
import { installGuard } from './components/unsaved/guard.ts'
import { connection, isDesktop } from './hub/client.ts'
import { queryClient } from './hub/query-client.ts'
import { takeSessionKeys } from './hub/session-keys.ts'
import { languageIsReady } from './i18n/setup.ts'
import { watchLeadership, watchPresence } from './notifications/leader.ts'
import { notifyOf } from './notifications/notifier.ts'
import { tellHost, watchMemory } from './notifications/tell-host.ts'
import { createLiveRunner } from './stores/live/run.ts'

// Before the address is read: a login brings the keys in it.
takeSessionKeys()
installGuard(isDesktop)
const runLive = createLiveRunner(queryClient, notifyOf)
void connection.run((signal) => {
  runLive(signal)
  watchLeadership(signal)
  tellHost()
})
watchPresence()
watchMemory()
window.addEventListener('online', () => connection.checkNow())
document.addEventListener('visibilitychange', () => {
  if (!document.hidden) connection.checkNow()
})

const root = document.getElementById('root')
if (!root) throw new Error('The page has no #root.')
void languageIsReady.then(() =>
  createRoot(root).render(
    <StrictMode>
      <Providers>
        <App />
      </Providers>
    </StrictMode>,
  ),
)
