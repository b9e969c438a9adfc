/** Wraps the data key that encrypts every saved secret. */
export interface SecretBox {
  /** Shown in diagnostics and kept with the wrapped key, so that a wrong box can be distinguished from a wrong key. */
  name: string
  wrap(plain: Uint8Array): Promise<Uint8Array>
  /** Throws when the bytes were wrapped by another box or key; OmniError('storage_unavailable') when its own key cannot be read for now. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
}
