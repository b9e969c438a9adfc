import { useState } from 'react'

/**
 * A form over something saved. While nothing is changed it follows what is saved (another window may
 * change it); a change stays until it is saved or discarded.
 */
export function useDraft<T>(saved: T) {
  const [draft, setDraft] = useState<T | null>(null)
  const isDirty = draft !== null && JSON.stringify(draft) !== JSON.stringify(saved)
  return { value: draft ?? saved, isDirty, change: (value: T) => setDraft(value), discard: () => setDraft(null) }
}
