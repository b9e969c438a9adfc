/** Tells the desktop app what it must know while this window is closed: the language, and how this person wants to be told. */
import i18next from 'i18next'
import { OCCASION_KINDS, type OccasionKind } from '../../src-shared/notifications/occasions.ts'
import { hub, isDesktop } from '../hub/client.ts'
import { isLanguageCode } from '../i18n/languages.ts'
import { usePerson } from '../stores/person.ts'
import { usePreferences } from './preferences.ts'

/** The app may be away; it is told again when it is back, and with the next change. */
export function tellHost(): void {
  if (!isDesktop) return
  const { ways, quiet } = usePreferences.getState()
  const tells = Object.fromEntries(OCCASION_KINDS.map((kind) => [kind, ways[kind].desktop])) as Record<OccasionKind, boolean>
  const language = isLanguageCode(i18next.language) ? i18next.language : 'en'
  hub.desktop.remember({ language, who: usePerson.getState().name, tells, quiet }).catch(() => undefined)
}

export function watchMemory(): void {
  if (!isDesktop) return
  i18next.on('languageChanged', tellHost)
  usePreferences.subscribe(tellHost)
  usePerson.subscribe(tellHost)
}
