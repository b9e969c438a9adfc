export const compare = {
  title: 'Compare traces',
  back: 'Back to the trace',
  swap: 'Swap',
  first: 'The first',
  second: 'The second',
  answers: 'What was answered',
  step: 'Step',
  difference: 'Difference',
  notThere: 'This step did not happen.',
  choose: 'Compare with which trace?',
  none: 'There is no other trace to compare with.',
}
