import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** What was typed and not sent, by conversation and writer. Survives a reload. */
interface Drafts {
  texts: Record<string, string>
}

const KEPT = 100

export const useDrafts = create<Drafts>()(persist((): Drafts => ({ texts: {} }), { name: 'omni.drafts' }))

export function saveDraft(key: string, text: string): void {
  useDrafts.setState(({ texts }) => {
    const { [key]: _old, ...others } = texts
    if (text === '') return { texts: others }
    // The oldest go first: a browser's storage is small and forgotten drafts would fill it.
    return { texts: Object.fromEntries([...Object.entries(others), [key, text] as const].slice(-KEPT)) }
  })
}
