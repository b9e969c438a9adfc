/** Why a document gives no text, in one plain sentence for people. Anything else that is thrown counts as damage. */
export class Unreadable extends Error {}

export const TOO_LARGE = 'The document is too large to be read.'
export const DAMAGED = 'The document is damaged and cannot be read.'
export const LOCKED = 'The document is locked with a password.'
export const UNSUPPORTED = 'This kind of document cannot be read.'
export const TOO_SLOW = 'It took too long to read the document.'
