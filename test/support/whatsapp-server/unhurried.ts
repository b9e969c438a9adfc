/** No pauses and no limits: what they do is tested where they are. */
export const UNHURRIED = { replyOnly: false, perHour: 2000, newContactsPerDay: 500, pauseMinMs: 0, pauseMaxMs: 0 }
