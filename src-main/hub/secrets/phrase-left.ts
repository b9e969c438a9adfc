/**
 * What is said of a phrase that lies open in the environment, where other programs can read it for as long as the
 * process runs, or in the `.env` file that it came from. Part of a sentence, for a log.
 */
export const phraseLeftIn = (variable: string, wasUsed: boolean): string =>
  `${variable} ${wasUsed ? 'has done its work' : 'is set and was not needed'}: take it out of the environment and of .env, where other programs can read it`
