/** Why something is aborted that has ended well: made once, for an error of its own (and its stack) for each costs more than the call it ends. */
export const OVER = new DOMException('over', 'AbortError')
