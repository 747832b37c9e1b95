import { defineOperation, type Work } from '../../access/operation.ts'
import { newId } from '../../access/secrets.ts'
import { LapwingError } from '../../domain/errors.ts'
import { ownCardBackTests } from '../../store/tables/ownCards.ts'
import { personOf } from '../duties/approvals/approval.ts'
import { problemsOfText } from '../typologies/problems.ts'
import type { GiveCatalogue } from '../typologies/read.ts'
import type { BackTestResult } from './backTestResult.ts'
import type { BackTests } from './backTests.ts'
import { changesCard } from './draft.ts'
import type { CardLock } from './lock.ts'
import { type CardToChange, cardToChange, draftOf, type OneCard, textOf } from './one.ts'
import { openText } from './read.ts'

/**
 * Begins a back-test of the draft as it is now. What is to be compared is read by `textsToCompare`.
 *
 * @throws LapwingError `changed-meanwhile`, `no-draft`, `card-invalid`
 */
export function beginBackTest(
  catalogue: GiveCatalogue,
  { lock, packDirectory }: { readonly lock: CardLock | undefined; readonly packDirectory: string },
) {
  return defineOperation({
    action: 'own-card.back-test',
    ...changesCard(catalogue),
    async run(work: Work, given: CardToChange) {
      const row = await cardToChange(work, given)
      const draft = await textOf(work, given.card, draftOf(row))
      const text = openText(draft, lock)
      const problems = text === null ? [] : await problemsOfText(packDirectory, text)
      const wrong = problems.find(({ severity }) => severity === 'error')
      if (wrong !== undefined) {
        throw new LapwingError(
          'card-invalid',
          `The draft has an error in line ${wrong.line}: ${wrong.message}.`,
          {
            place: 'text',
            remedy: 'Mend it and save it; the page shows all problems.',
          },
        )
      }
      return { card: given.card, number: draft.number, version: row.version }
    },
    detail: (_, { number }) => ({ text: number }),
  })
}

/** Keeps what a back-test of a text counted. */
export function keepBackTest(catalogue: GiveCatalogue) {
  return defineOperation({
    action: 'own-card.keep-back-test',
    ...changesCard(catalogue),
    async run(
      work: Work,
      { card, number, result }: OneCard & { readonly number: number; readonly result: BackTestResult },
    ) {
      const row = { backTestId: newId(work.random), card, number, ranAt: work.now, result }
      await work.transaction.insert(ownCardBackTests).values({ ...row, ranBy: personOf(work.caller) })
      return { back_test_id: row.backTestId }
    },
    detail: ({ number, result: { gained, lost, kept } }) => ({ text: number, gained, lost, kept }),
  })
}

/** Ends the one that runs; nothing of it is kept. */
export function cancelBackTest(catalogue: GiveCatalogue, backTests: BackTests) {
  return defineOperation({
    action: 'own-card.cancel-back-test',
    ...changesCard(catalogue),
    run: async (_: Work, { card }: OneCard) => ({ cancelled: backTests.cancel(card) }),
    detail: (_, { cancelled }) => ({ cancelled }),
  })
}
