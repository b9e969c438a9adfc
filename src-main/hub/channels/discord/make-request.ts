/** How the library calls Discord: as it always does, but for bodies with files. */
import type { RESTOptions } from 'discord.js'

type MakeRequest = RESTOptions['makeRequest']

/**
 * The library hands its form to whichever undici the process has loaded first, and another version than the library's
 * own refuses it. Bytes are taken by all of them.
 */
export const withFormsAsBytes =
  (makeRequest: MakeRequest): MakeRequest =>
  async (url, init) => {
    if (!(init.body instanceof FormData)) return makeRequest(url, init)
    const form = new Response(init.body)
    const headers = { ...(init.headers as Record<string, string>), 'content-type': form.headers.get('content-type') ?? '' }
    return makeRequest(url, { ...init, headers, body: new Uint8Array(await form.arrayBuffer()) })
  }
