import { writeFile } from 'node:fs/promises'
import { readCalibration } from '../../casework/calibrationFile.ts'
import { readAlertFile, readFindings } from '../../casework/findings.ts'
import { type Budget, parseBudget } from '../../evaluation/budgets.ts'
import type { Evaluation } from '../../evaluation/evaluation.ts'
import { readTruth } from '../../evaluation/truth.ts'
import { substream } from '../../world/random.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { loadPlans } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { evaluateAll } from '../evaluation.ts'
import { checkLeakage } from '../leakage.ts'
import { evaluationTables } from '../present/evaluation.ts'
import { leakageLines } from '../present/leakage.ts'
import { packProblems } from '../present/packProblems.ts'
import { progress } from '../terminal/progress.ts'

const resamples = 1_000

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: 'hold the alerts against a known truth',
  does: 'Says how many of the true subjects the best alerts find, how many of the alerts are right, how soon, and how evenly false alerts fall on groups of customers, each with its 95 % interval and what it rests on. On request it asks other detectors the same, and checks that no alert knew of later payments.',
  when: 'Use it on labelled history, or on an invented institution, before and after a change.',
  options: {
    truth: {
      kind: 'file',
      value: 'FILE',
      meaning: 'CSV with subject_kind, subject_id, typology, first_at, last_at.',
    },
    alerts: {
      kind: 'file',
      value: 'FILE',
      meaning: 'JSON Lines from detect --json. Without it, the alerts of the data folder.',
    },
    budget: {
      kind: 'texts',
      value: 'ALERTS',
      meaning:
        'Alerts that would be looked at: numbers such as 40, or shares of the customers such as 1/1000 or 0.1%. Without it, 1/10000, 1/1000, and all there are.',
    },
    groups: {
      kind: 'file',
      value: 'FILE',
      meaning:
        'CSV with customer_id and one column a grouping, to report false positives by. Age, main foreign country and years as a customer come from the book.',
    },
    baselines: {
      kind: 'flag',
      meaning:
        'Rank the same subjects with published rules of fixed amounts, with an outlier detector (ECOD), and with boosted trees trained on the truth.',
    },
    html: { kind: 'file', value: 'FILE', meaning: 'Write a page with charts, the other detectors included.' },
    leakage: {
      kind: 'whole',
      value: 'CUTS',
      least: 1,
      most: 1_000,
      meaning:
        'Cut the book at so many random instants, detect again with the same calibration, and compare the alerts raised before. Needs no truth.',
    },
    python: {
      kind: 'file',
      value: 'FILE',
      default: '/usr/bin/python3',
      meaning: 'The interpreter whose package xgboost trains the boosted trees.',
    },
    seed: { kind: 'whole', value: 'N', default: '1', meaning: 'For everything that is drawn at random.' },
    ...detectionOptions,
  },
  examples: [
    {
      line: 'lapwing evaluate --truth world/truth.csv',
      says: 'Everything that detection found in an invented institution.',
    },
    {
      line: 'lapwing evaluate --truth truth.csv --budget 20 1/1000 --json',
      says: 'At two budgets, as JSON Lines.',
    },
    {
      line: 'lapwing evaluate --truth truth.csv --html evaluation.html',
      says: 'A page with charts, for reviewers: it works offline and prints.',
    },
    { line: 'lapwing evaluate --leakage 10', says: 'Does any alert know of payments booked after it?' },
  ],
  next: 'change a card or the budget, run calibrate and detect again, and compare.',
  async run({ values, terminal, now }) {
    if (values.truth === undefined && values.leakage === undefined) {
      throw wrongUse('lapwing evaluate needs --truth FILE.', 'lapwing world writes one as truth.csv.')
    }
    const { plans, problems } = await loadPlans(values.packs, values.overlay, {
      ...values,
      environment: terminal.environment,
    })
    packProblems(problems, terminal)
    const bar = progress(terminal, now)
    const common = { data: values.data, plans, threads: values.threads }
    let evaluation: Evaluation | undefined
    try {
      if (values.leakage !== undefined) {
        const check = await checkLeakage({
          ...common,
          calibration: await readCalibration(values.data),
          cuts: values.leakage,
          random: substream(values.seed, 'leakage'),
          onProgress: fraction => bar.show({ what: 'Detecting again', fraction }),
        })
        bar.done()
        terminal.print(...leakageLines(check, values.json, terminal))
        if (check.leaks.length > 0) return exit.failed
        if (values.truth === undefined) return exit.done
      }
      evaluation = await evaluateAll({
        ...common,
        truth: await readTruth(values.truth!),
        alerts:
          values.alerts === undefined
            ? (await readFindings(values.data)).alerts
            : await readAlertFile(values.alerts),
        budgets: values.budget.map(budgetOf),
        groups: values.groups,
        baselines: values.baselines || values.html !== undefined,
        python: values.python,
        seed: values.seed,
        resamples,
        onProgress: fraction => bar.show({ what: 'Comparing', fraction }),
      })
    } finally {
      bar.done()
    }
    if (values.html !== undefined) {
      // The charts' library is large: only who draws waits for it.
      const { evaluationPage } = await import('../../evaluation/page/page.ts')
      await writeFile(values.html, evaluationPage(evaluation))
      terminal.note(`The page is ${values.html}.`)
    }
    if (values.json) {
      for (const { what, reason } of evaluation.missing)
        terminal.note(`Not evaluated: ${what}, because ${reason}.`)
      for (const line of evaluation.lines) terminal.print(JSON.stringify(line))
    } else terminal.print(...evaluationTables(evaluation, terminal))
    return exit.done
  },
})

function budgetOf(text: string): Budget {
  const budget = parseBudget(text)
  if (budget !== undefined) return budget
  throw wrongUse(
    `--budget cannot be "${text}".`,
    'Give whole numbers of alerts such as 20 40 100, or shares of the customers such as 1/1000.',
  )
}
