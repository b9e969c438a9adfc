import { lazy, Suspense } from 'react'
import { Route, Switch, useLocation } from 'wouter'
import { NotFound } from '../components/NotFound.tsx'
import { PageLoading } from '../components/PageLoading.tsx'
import { PageBoundary } from './PageBoundary.tsx'

// All in one file (electron.vite.config.ts); a page's modules run when it is first opened.
const HomePage = lazy(() => import('../pages/home/HomePage.tsx'))
const InstancesPage = lazy(() => import('../pages/instances/InstancesPage.tsx'))
const InstancePage = lazy(() => import('../pages/instances/detail/InstancePage.tsx'))
const WizardPage = lazy(() => import('../pages/instances/wizard/WizardPage.tsx'))
const AgentsPage = lazy(() => import('../pages/agents/AgentsPage.tsx'))
const AgentPage = lazy(() => import('../pages/agents/AgentPage.tsx'))
const NewAgentPage = lazy(() => import('../pages/agents/NewAgentPage.tsx'))
const ConversationsPage = lazy(() => import('../pages/conversations/ConversationsPage.tsx'))
const AccessPage = lazy(() => import('../pages/access/AccessPage.tsx'))
const TracesPage = lazy(() => import('../pages/traces/list/TracesPage.tsx'))
const TracePage = lazy(() => import('../pages/traces/TracePage.tsx'))
const CompareTracesPage = lazy(() => import('../pages/traces/compare/CompareTracesPage.tsx'))
const PlaygroundPage = lazy(() => import('../pages/playground/PlaygroundPage.tsx'))
const SettingsPage = lazy(() => import('../pages/settings/SettingsPage.tsx'))

export function Routes() {
  const [location] = useLocation()
  const section = location.split('/')[1] ?? ''
  return (
    <PageBoundary key={section}>
      <Suspense fallback={<PageLoading />}>
        <Switch>
          <Route path="/">{() => <HomePage />}</Route>
          <Route path="/instances">{() => <InstancesPage />}</Route>
          <Route path="/instances/new">{() => <WizardPage />}</Route>
          <Route path="/instances/:name/:section?">
            {(params) => <InstancePage key={params.name} name={params.name} section={params.section ?? 'connection'} />}
          </Route>
          <Route path="/agents">{() => <AgentsPage />}</Route>
          <Route path="/agents/new">{() => <NewAgentPage />}</Route>
          <Route path="/agents/:id">{(params) => <AgentPage key={params.id} id={params.id} />}</Route>
          <Route path="/conversations/:id?">{(params) => <ConversationsPage id={params.id ?? null} />}</Route>
          <Route path="/access">{() => <AccessPage />}</Route>
          <Route path="/traces">{() => <TracesPage />}</Route>
          <Route path="/traces/:id">{(params) => <TracePage id={params.id} />}</Route>
          <Route path="/traces/:id/with/:other">
            {(params) => <CompareTracesPage key={`${params.id}:${params.other}`} id={params.id} other={params.other} />}
          </Route>
          <Route path="/playground/:tab?/:id?">{(params) => <PlaygroundPage tab={params.tab ?? 'talk'} id={params.id ?? null} />}</Route>
          <Route path="/settings/:section?">{(params) => <SettingsPage section={params.section ?? 'appearance'} />}</Route>
          <Route>{() => <NotFound />}</Route>
        </Switch>
      </Suspense>
    </PageBoundary>
  )
}
