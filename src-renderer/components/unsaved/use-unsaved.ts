import { useEffect, useId, useRef } from 'react'
import { dropForm, putForm } from './guard.ts'

/** Holds the page while this form has changes that are not saved. */
export function useUnsaved({ isDirty, isSaving, save }: { isDirty: boolean; isSaving: boolean; save: () => void }): void {
  const id = useId()
  const newest = useRef(save)
  useEffect(() => {
    newest.current = save
  })
  useEffect(() => {
    if (isDirty) putForm(id, { isSaving, save: () => newest.current() })
    else dropForm(id)
  }, [id, isDirty, isSaving])
  useEffect(() => () => dropForm(id), [id])
}
