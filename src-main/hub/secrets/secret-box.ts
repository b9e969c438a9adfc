/** Wraps the data key that encrypts every saved secret. */
export interface SecretBox {
  /** Shown in diagnostics and kept with the wrapped key, so that a wrong box can be distinguished from a wrong key. */
  name: string
  wrap(plain: Uint8Array): Promise<Uint8Array>
  /** Throws when the bytes were wrapped by another box or key. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>
}
