import { useHubStatus } from '../stores/connection.ts'
import { Routes } from './routes.tsx'
import { SessionLost } from './SessionLost.tsx'
import { Shell } from './shell/Shell.tsx'

export function App() {
  const phase = useHubStatus((status) => status.phase)
  if (phase === 'session-lost') return <SessionLost />
  return (
    <Shell>
      <Routes />
    </Shell>
  )
}
