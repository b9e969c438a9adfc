/** A person's name and picture, as the server can find them. */

import { field, webAddress } from '../whatsapp/normalize/json.ts'
import { traceable } from '../whatsapp/normalize/raw.ts'
import { cleanName } from '../whatsapp/normalize/text.ts'
import type { EvolutionApi } from './api.ts'
import { EvolutionError } from './failures.ts'

/** Not every 2.x has `fetchProfile`; all have the picture's address. */
export async function fetchProfile(
  api: EvolutionApi,
  number: string,
): Promise<{ name: string | null; pictureUrl: string | null; raw: unknown }> {
  try {
    const raw = await api.fetchProfile(number)
    return { name: cleanName(field(raw, 'name')), pictureUrl: webAddress(field(raw, 'picture')), raw: traceable(raw) }
  } catch (error) {
    if (!(error instanceof EvolutionError) || error.status !== 404 || error.code === 'not_found') throw error
    const raw = await api.fetchProfilePictureUrl(number)
    return { name: null, pictureUrl: webAddress(field(raw, 'profilePictureUrl')), raw: traceable(raw) }
  }
}
