import { openBook } from '../../book/book.ts'
import { outcomesBefore } from '../../book/outcomes.ts'
import { keepCalibration, readCalibration } from '../../casework/calibrationFile.ts'
import { keepWeights, plansInUse, weightsPlace, withdrawWeights } from '../../casework/weightsFile.ts'
import type { Alert } from '../../detection/alert.ts'
import { type ComparisonLine, compareWeights } from '../../detection/fit/compare.ts'
import { type Fit, fitCards } from '../../detection/fit/fit.ts'
import { labelsFrom } from '../../detection/fit/labels.ts'
import { modelOf } from '../../detection/fit/model.ts'
import { mostTeaching } from '../../detection/fit/teaching.ts'
import { type Weights, weightsOf, withWeights } from '../../detection/fit/weights.ts'
import { LapwingError } from '../../domain/errors.ts'
import { parseInstant } from '../../domain/time.ts'
import { substream } from '../../world/random.ts'
import { defineCommand, exit } from '../command.ts'
import { type Detected, loadPlans, type Walk, type Work, withWalk } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { readIntelligence } from '../intelligence.ts'
import { ownVersions } from '../present/ownVersions.ts'
import { packProblems } from '../present/packProblems.ts'
import { type Changes, comparisonTable, teachingTable, weightsInWords } from '../present/weights.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { progress } from '../terminal/progress.ts'

export const learnCommand = defineCommand({
  name: 'learn',
  summary: 'fit the weights of the evidence to what was decided about earlier alerts',
  does: 'Reads the outcomes in the book, looks at each subject as it was before the decision, and says which kinds of evidence should count more or less, by how much, how sure that is, and what did not move for want of decisions. Nothing is used until you adopt it.',
  when: 'Use it when decisions have come in: with ten little moves, thirty already help. Compare before you adopt.',
  options: {
    until: {
      kind: 'instant',
      value: 'DATE',
      meaning: 'Learn only from outcomes decided and payments booked before this day, for a back-test.',
    },
    compare: {
      kind: 'flag',
      meaning: 'Run the weights in use and the fitted ones over the same history, and say what each finds.',
    },
    next: {
      kind: 'whole',
      value: 'N',
      default: '0',
      most: 1_000,
      meaning: 'List so many undecided subjects on whom a decision would teach most.',
    },
    adopt: {
      kind: 'flag',
      meaning: 'Use the fitted weights from now on, and calibrate anew with them.',
    },
    withdraw: {
      kind: 'flag',
      meaning: 'Go back to the published weights, and calibrate anew with them.',
    },
    seed: { kind: 'whole', value: 'N', default: '1', meaning: 'For cross-validation and sampling.' },
    ...detectionOptions,
    ...selectorOptions,
  },
  examples: [
    { line: 'lapwing learn', says: 'Fit, and say what would change. Detection stays as it is.' },
    {
      line: 'lapwing learn --compare --next 10',
      says: 'Also what would come and go, and whom to decide about next.',
    },
    { line: 'lapwing learn --adopt', says: 'Fit, adopt, and calibrate with the same budget.' },
  ],
  next: 'lapwing detect ranks with the adopted weights; lapwing sample looks for what the line misses.',
  async run({ values, terminal, now }) {
    const { plans: published, problems } = await loadPlans(values.packs, values.overlay, {
      ...values,
      environment: terminal.environment,
    })
    packProblems(problems, terminal)
    ownVersions(published, terminal)
    const calibration = await readCalibration(values.data)
    const before = values.until ?? Number.MAX_SAFE_INTEGER
    if (parseInstant(calibration.until)! > before) {
      throw new LapwingError('calibration-later', 'The calibration has seen payments after that day.', {
        place: `calibrated until ${calibration.until}`,
        remedy: 'Run "lapwing calibrate" with the same --until first.',
      })
    }
    const intelligence = await readIntelligence(values)
    const book = await openBook(values.data)
    const bar = progress(terminal, now)
    const until = parseInstant(calibration.until)!
    const work = (plans: Work['plans']): Work => ({
      book,
      plans,
      until: values.until,
      threads: values.threads,
      intelligence,
    })
    const recalibrate = (plans: Work['plans']) =>
      withWalk({ ...work(plans), until }, walk =>
        walk.calibrate(calibration.budget_alerts_per_month, fraction =>
          bar.show({ what: 'Calibrating', fraction }),
        ),
      )
    try {
      if (values.withdraw) {
        await keepCalibration(values.data, (await recalibrate(published)).calibration)
        await withdrawWeights(values.data)
        bar.done()
        if (values.json) terminal.print(JSON.stringify({ line: 'withdrawn' }))
        else terminal.print('The published weights are in use again, and the book was calibrated with them.')
        return exit.done
      }
      const champion = await plansInUse(published, values.data, values.weights)
      const outcomes = await outcomesBefore(book, before)
      const learnt = await withWalk(work(champion), async walk => {
        const cards = await walk.evidence(calibration, labelsFrom(outcomes), fraction =>
          bar.show({ what: 'Gathering evidence', fraction }),
        )
        const cut = calibration.cut_bans ?? Number.POSITIVE_INFINITY
        const fit = fitCards(modelOf(cards), { cut, random: substream(values.seed, 'learn') })
        const latest = Math.max(until, ...outcomes.slice(-1).map(({ decidedAt }) => decidedAt + 1))
        const weights = weightsOf(fit, published, calibration, values.until ?? latest)
        const lines = values.compare ? compareWeights(fit, cut, walk.groupsOf) : []
        const found = values.compare ? await lookBack(walk) : []
        return { fit, weights: withUnknown(weights, outcomes, published), lines, found }
      })
      const { fit, weights, lines } = learnt
      const challenger = withWeights(published, weights)
      const changes = values.compare
        ? changesBetween(learnt.found, await withWalk(work(challenger), lookBack))
        : undefined
      await keepWeights(values.data, 'fitted', weights)
      if (values.adopt) {
        await keepCalibration(values.data, (await recalibrate(challenger)).calibration)
        await keepWeights(values.data, 'adopted', weights)
      }
      bar.done()
      const next = mostTeaching(fit, values.next)
      if (values.json) {
        for (const line of jsonLines({ weights, fit, lines, changes, next }))
          terminal.print(JSON.stringify(line))
      } else {
        terminal.print(...weightsInWords(weights, terminal))
        if (changes !== undefined) terminal.print(...comparisonTable(lines, changes, terminal))
        if (next.length > 0) terminal.print(...teachingTable(next, terminal))
        terminal.print('', ...standing(values.adopt, values.data))
      }
      return exit.done
    } finally {
      bar.done()
      book.close()
    }

    async function lookBack(walk: Walk): Promise<Detected['alerts']> {
      const { calibration: own } = await walk.calibrate(calibration.budget_alerts_per_month, fraction =>
        bar.show({ what: 'Comparing', fraction: fraction / 2 }),
      )
      const { alerts } = await walk.detect(own, undefined, fraction =>
        bar.show({ what: 'Comparing', fraction: 0.5 + fraction / 2 }),
      )
      return alerts
    }
  },
})

/** Outcomes of typologies that no card seeks teach nothing, and are told. */
function withUnknown(
  weights: Weights,
  outcomes: readonly { readonly typology: string }[],
  plans: Work['plans'],
): Weights {
  const known = new Set(plans.map(plan => plan.typology))
  const unknown = Map.groupBy(outcomes, ({ typology }) => typology)
  const unused = [...unknown]
    .filter(([typology]) => !known.has(typology))
    .map(([typology, rows]) => ({
      what: `outcomes of "${typology}"`,
      count: rows.length,
      reason: 'no card of these packs seeks it',
    }))
  return { ...weights, unused: [...weights.unused, ...unused] }
}

function changesBetween(champion: readonly Alert[], challenger: readonly Alert[]): Changes {
  const named = (alerts: readonly Alert[]) =>
    new Set(alerts.map(({ subject_id, card }) => `${subject_id} (${card})`))
  const [before, after] = [named(champion), named(challenger)]
  return {
    champion_alerts: champion.length,
    challenger_alerts: challenger.length,
    gained: [...after.difference(before)],
    lost: [...before.difference(after)],
  }
}

function jsonLines(given: {
  readonly weights: Weights
  readonly fit: Fit
  readonly lines: readonly ComparisonLine[]
  readonly changes: Changes | undefined
  readonly next: readonly object[]
}): readonly object[] {
  const { weights, fit, lines, changes, next } = given
  const { iterations, converged } = fit.posterior
  return [
    { line: 'weights', ...weights, iterations, converged },
    ...(changes === undefined ? [] : [{ line: 'changes', ...changes }]),
    ...lines.map(each => ({ line: 'comparison', ...each })),
    ...next.map(each => ({ line: 'next', ...each })),
  ]
}

function standing(isAdopted: boolean, data: string): readonly string[] {
  return isAdopted
    ? [
        'Adopted: the book was calibrated with these weights, and detect uses them.',
        'Back: lapwing learn --withdraw',
      ]
    : [
        `Kept in ${weightsPlace(data, 'fitted')}; nothing uses them yet.`,
        'To use them: lapwing learn --adopt',
      ]
}
