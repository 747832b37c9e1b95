import { readAlertFile, readFindings } from '../../casework/alerts.ts'
import { evaluate } from '../../evaluation/evaluate.ts'
import { evaluationTable } from '../../evaluation/report.ts'
import { readTruth } from '../../evaluation/truth.ts'
import { substream } from '../../world/random.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'

export const evaluateCommand = defineCommand({
  name: 'evaluate',
  summary: 'hold the alerts against a known truth',
  does: 'Says how many of the true subjects the best alerts find, how many of the alerts are right, and how soon, each with its 95 % interval and what it rests on.',
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
      meaning: 'Numbers of alerts that would be looked at. Without it, all there are.',
    },
    seed: { kind: 'whole', value: 'N', default: '1', meaning: 'For the resampling behind the intervals.' },
  },
  examples: [
    {
      line: 'lapwing evaluate --truth world/truth.csv',
      says: 'Everything that detection found in an invented institution.',
    },
    {
      line: 'lapwing evaluate --truth truth.csv --budget 20 40 100 --json',
      says: 'At three budgets, as JSON Lines.',
    },
  ],
  next: 'change a card or the budget, run calibrate and detect again, and compare.',
  async run({ values, terminal }) {
    if (values.truth === undefined) {
      throw wrongUse('lapwing evaluate needs --truth FILE.', 'lapwing world writes one as truth.csv.')
    }
    const truth = await readTruth(values.truth)
    const alerts =
      values.alerts === undefined
        ? (await readFindings(values.data)).alerts
        : await readAlertFile(values.alerts)
    const budgets = values.budget.length === 0 ? [alerts.length] : values.budget.map(budgetOf)
    const lines = evaluate({ alerts, truth, budgets, random: substream(values.seed, 'evaluate') })
    if (values.json) for (const line of lines) terminal.print(JSON.stringify(line))
    else terminal.print(evaluationTable(lines).trimEnd())
    return exit.done
  },
})

function budgetOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw wrongUse(`--budget cannot be "${text}".`, 'Give whole numbers of alerts such as 20 40 100.')
}
