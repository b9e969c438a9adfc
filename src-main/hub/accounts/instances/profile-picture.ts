/**
 * The profile picture of a connected account. The panel fetches nothing from other hosts, so the hub
 * does, once for each address, and hands over the bytes.
 */
import type { Outside } from '../../runtime/http/outside.ts'

const MAX_BYTES = 512 * 1024
const PATIENCE_MS = 8000
const KEPT = 100
const IMAGE = /^image\/(png|jpeg|webp|gif)\b/i

export interface ProfilePictures {
  /** A data URL; null when it cannot be had, is not a picture or is too large. */
  read(url: string): Promise<string | null>
}

export function createProfilePictures(outside: Outside): ProfilePictures {
  const known = new Map<string, Promise<string | null>>()
  return {
    read(url) {
      const before = known.get(url)
      if (before !== undefined) return before
      const picture = fetchPicture(outside, url).catch(() => null)
      if (known.size >= KEPT) known.clear()
      known.set(url, picture)
      // One that did not come may come later.
      void picture.then((image) => {
        if (image === null) known.delete(url)
      })
      return picture
    },
  }
}

async function fetchPicture(outside: Outside, url: string): Promise<string | null> {
  const response = await outside.get(url, { signal: AbortSignal.timeout(PATIENCE_MS), headers: { accept: 'image/*' } })
  const [type = ''] = (response.header('content-type') ?? '').split(';')
  if (response.status !== 200 || !IMAGE.test(type)) {
    response.hangUp()
    return null
  }
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response) {
    size += part.length
    if (size > MAX_BYTES) return null
    parts.push(part)
  }
  return `data:${type.toLowerCase()};base64,${Buffer.concat(parts).toString('base64')}`
}
