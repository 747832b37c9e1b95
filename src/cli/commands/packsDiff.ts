import { openBook } from '../../book/book.ts'
import { budgetByDefault, budgetOf } from '../../casework/calibrationFile.ts'
import { plansInUse } from '../../casework/weightsFile.ts'
import { groupColumns } from '../../detection/alert-groups.ts'
import { compareCards } from '../../detection/cards-compared.ts'
import { endOf, historyFor, idsOf, monthsBefore, threadsFor } from '../../detection/fromBook.ts'
import { planChanges } from '../../typology/plan-difference.ts'
import { sortProblems } from '../../typology/problem.ts'
import { defineCommand, exit } from '../command.ts'
import { type Loaded, loadPlans } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { packProblems } from '../present/packProblems.ts'
import { type ComparedPacks, comparisonLines, showComparison } from '../present/packsDiff.ts'
import { progress } from '../terminal/progress.ts'

const { packs, overlay, threads, ...openingOptions } = detectionOptions

export const packsDiffCommand = defineCommand({
  name: 'packs diff',
  summary: 'say what a change of packs or overlay would do, before it goes live',
  does: 'Learns and looks through the same payments twice, with the cards as they are and as they are to be, for the same budget, and says which alerts are gained, lost or ranked otherwise, on whom that falls, and what the cards do otherwise, in words. Nothing is kept: the calibration and the alerts of the data folder stay as they are. Limits, weights and lists are named, never shown.',
  when: 'Use it before a new version of a pack or overlay is used, and put its output before whoever approves it.',
  options: {
    from: { ...packs, meaning: 'Packs as they are. Without it, the reference pack.' },
    to: { ...packs, meaning: 'Packs as they are to be. Without it, the same as --from.' },
    'overlay-from': { ...overlay, meaning: 'The overlay as it is: a folder, one file, or a sealed file.' },
    'overlay-to': { ...overlay, meaning: 'The overlay as it is to be. Without it, none.' },
    since: {
      kind: 'instant',
      value: 'DATE',
      meaning: 'Compare alerts raised from this day on. Without it, the three months before --until.',
    },
    until: {
      kind: 'instant',
      value: 'DATE',
      meaning: 'Leave out payments booked from this day on. Without it, the whole book is used.',
    },
    budget: {
      kind: 'number',
      value: 'ALERTS_PER_MONTH',
      least: 0.01,
      most: 1_000_000,
      meaning: `Alerts a month, for both. Without it, what the book was calibrated for, or ${budgetByDefault}.`,
    },
    ...openingOptions,
    threads,
  },
  examples: [
    {
      line: 'lapwing packs diff --from packs/1.0 --to packs/1.1',
      says: 'What the new version would have done with the last quarter.',
    },
    {
      line: 'lapwing packs diff --overlay-from ours --overlay-to ours-next --since 2025-01-01 --json',
      says: 'What other limits, weights or lists would do; one JSON object a finding.',
    },
  ],
  next: 'lapwing packs sign signs what was approved; lapwing calibrate learns with it.',
  async run({ values, terminal, now }) {
    const opening = { ...values, environment: terminal.environment }
    const to = values.to.length === 0 ? values.from : values.to
    const before = await loadPlans(values.from, values.overlayFrom, opening)
    const after = await loadPlans(to, values.overlayTo, opening)
    packProblems(sortProblems([...before.problems, ...after.problems]), terminal)
    const budget = values.budget ?? (await budgetOf(values.data))
    const book = await openBook(values.data)
    const bar = progress(terminal, now)
    let compared: ComparedPacks
    try {
      const until = values.until ?? (await endOf(book))
      const period = { from: values.since ?? monthsBefore(until, 3), until }
      // Adopted weights stay with the cards that they were fitted to, on both sides.
      const [from, next] = await Promise.all(
        [before, after].map(({ plans }) => plansInUse(plans, values.data, undefined)),
      )
      const history = await historyFor(book, [...from!, ...next!], period.until, groupColumns)
      const threads = threadsFor(values.threads, history)
      const paymentIds = (payments: readonly number[]) => idsOf(book, history, payments)
      const comparison = await compareCards(
        { history, from: from!, to: next!, budget, period, threads, paymentIds },
        (what, fraction) => bar.show({ what, fraction }),
      )
      compared = { ...comparison, period, budget, changes: changesBetween(before, after) }
    } finally {
      bar.done()
      book.close()
    }
    if (values.json) for (const line of comparisonLines(compared)) terminal.print(JSON.stringify(line))
    else showComparison(compared, terminal)
    return exit.done
  },
})

function changesBetween(before: Loaded, after: Loaded) {
  const own = [...before.ownPacks, ...after.ownPacks]
  return planChanges(before.plans, after.plans, plan => own.includes(plan.pack))
}
