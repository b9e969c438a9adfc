import { withFilesKey } from '../../src-shared/session-keys.ts'
import { sessionKeys } from './session-keys.ts'

/** Where the bytes of a stored medium are. */
export function mediaUrl(id: string): string {
  const name = encodeURIComponent(id)
  return window.omniHost?.kind === 'desktop' ? `omni-media://${name}` : withFilesKey(`/media/${name}`, sessionKeys().files)
}
