import { WordDiff } from '../../../components/WordDiff.tsx'
import { saysTheSame } from '../../../components/word-diff.ts'
import { useTranslation } from '../../../i18n/use-translation.ts'
import { AnswerView } from '../runs/AnswerView.tsx'
import { type Answer, wouldGet } from '../runs/answer.ts'
import { Said } from '../Said.tsx'
import classes from './talk.module.css'
import { answerKey, askSide, type Question, type Side, talkRuns } from './talk-store.ts'

const endedIn = (answer: Answer | undefined) => (answer?.state === 'done' ? wouldGet(answer.run) : null)

/** A question and what each of those who are asked says to it. */
export function Exchange({ question, sides }: { question: Question; sides: Side[] }) {
  const { t } = useTranslation('playground')
  const [firstSide, secondSide] = sides
  const first = talkRuns.useAnswer(firstSide ? answerKey(question, firstSide) : '')
  const second = talkRuns.useAnswer(secondSide ? answerKey(question, secondSide) : '')
  const texts = [endedIn(first), endedIn(second)]
  const [before, after] = texts
  const areBoth = before !== null && before !== undefined && after !== null && after !== undefined
  return (
    <div className={classes.exchange}>
      <article className={classes.question} aria-label={t('customer')}>
        <Said tone="customer">{question.text}</Said>
      </article>
      <div className={classes.answers} data-two={secondSide !== undefined || undefined}>
        {sides.map((side) => {
          const answer = side.id === 'first' ? first : second
          if (answer === undefined) {
            return (
              <button key={side.id} type="button" className={classes.notAsked} onClick={() => askSide(question, side)}>
                {t('askThisToo')}
              </button>
            )
          }
          return (
            <AnswerView
              key={side.id}
              answer={answer}
              onStop={() => talkRuns.stop(answerKey(question, side))}
              onAgain={() => askSide(question, side)}
            >
              {areBoth && !saysTheSame(before, after) ? (
                <Said tone="agent">
                  <WordDiff before={before} after={after} side={side.id === 'first' ? 'before' : 'after'} />
                </Said>
              ) : undefined}
            </AnswerView>
          )
        })}
      </div>
      {areBoth && <p className={classes.verdict}>{t(saysTheSame(before, after) ? 'sameAnswer' : 'differentAnswer')}</p>}
    </div>
  )
}
