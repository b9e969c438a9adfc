import i18next from 'i18next'
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'

const Context = createContext('en')

function subscribe(onChange: () => void): () => void {
  i18next.on('languageChanged', onChange)
  return () => i18next.off('languageChanged', onChange)
}

/** Whatever is in it and shows texts is drawn again when another language is spoken. */
export function Language({ children }: { children: ReactNode }) {
  const spoken = useSyncExternalStore(subscribe, () => i18next.language)
  return <Context value={spoken}>{children}</Context>
}

/** The language that the panel speaks now. */
export const useLanguage = (): string => useContext(Context)
