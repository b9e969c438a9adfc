/**
 * How long WhatsApp lets a message be changed. It takes a message back for two days and a half; who
 * presses the button in the last hours may find that it does not any more, so the panel stops earlier.
 */
export const CHANGE_LIMITS = { editMinutes: 15, deleteMinutes: 2 * 24 * 60 }
