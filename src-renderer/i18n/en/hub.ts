/**
 * The sentences that the hub makes and the panel shows. The hub writes them in English where they
 * arise; here they are known, with a hole for each value, so that they can be said in the other
 * languages. `hub-sentences.test.ts` finds one that is missing.
 */
export const hub = {
  simulatorName: 'Simulator',
  simulatorLabel: 'Try it here',
  simulatorDescription: 'No account needed: you write as a customer and watch the answer.',
}
