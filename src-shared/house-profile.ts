/** The saved agent that is always there: the built-in one, which answers from each instance's own texts. */
export const HOUSE_PROFILE_ID = 'house'
