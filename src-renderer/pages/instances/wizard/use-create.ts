import { useMutation } from '@tanstack/react-query'
import type { SetupDraft } from '../../../../src-shared/contract/setup.ts'
import { createInstance } from './create.ts'

/** Creates (or brings up to date) the instance of a draft; `onDone` gets the draft that knows it. */
export function useCreate(draft: SetupDraft, onDone: (draft: SetupDraft) => void) {
  return useMutation({
    mutationFn: (typed: Parameters<typeof createInstance>[1]) => createInstance(draft, typed),
    onSuccess: (instance) => onDone({ ...draft, createdName: instance.name, name: instance.name, settings: instance.settings }),
  })
}
