/** The largest file that can be attached. */
export const UPLOAD_MAX_BYTES = 64 * 1024 * 1024
/** The most of it that one call carries. */
export const UPLOAD_CHUNK_BYTES = 192 * 1024
