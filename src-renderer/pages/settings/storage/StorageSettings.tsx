import { HeldSinceRestore } from '../../../components/restored/HeldSinceRestore.tsx'
import { Backups } from './backups/Backups.tsx'
import { RetentionForm } from './RetentionForm.tsx'
import { Usage } from './Usage.tsx'

/** How much there is, how long it is kept, and copies of it. */
export function StorageSettings() {
  return (
    <>
      <HeldSinceRestore />
      <Usage />
      <RetentionForm />
      <Backups />
    </>
  )
}
