/** Forms with files. */

/**
 * The form in bytes. Not handed to `fetch` as it is: when such a call is stopped, Node writes on into
 * the closed stream, and the error that this is finds nobody.
 */
export async function encodedForm(form: FormData): Promise<{ contentType: string; body: Uint8Array<ArrayBuffer> }> {
  const encoded = new Response(form)
  return { contentType: encoded.headers.get('content-type') ?? '', body: new Uint8Array(await encoded.arrayBuffer()) }
}
