import { readCalibrationFile } from '../../casework/calibrationFile.ts'
import type { Calibration } from '../../detection/calibration.ts'
import { type Carried, type Entities, needsOf, untoldOf } from '../../detection/carried.ts'
import { alertsOn, measuresAt, payeeEvidenceAt } from '../../detection/entities.ts'
import { withoutIntelligence } from '../../detection/intelligence/unbind.ts'
import { currencies } from '../../domain/money.ts'
import type { Plan } from '../../typology/plan.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { loadPlans } from '../detection.ts'
import { detectionOptions } from '../detectionOptions.ts'
import { readEntities } from '../entityStream.ts'
import { readFacts } from '../facts.ts'
import { packProblems } from '../present/packProblems.ts'
import { counted } from '../terminal/numbers.ts'
import type { Terminal } from '../terminal/terminal.ts'

/** All but the threads: the engine that carries the filter has its own. */
const { threads: _, ...packOptions } = detectionOptions

export const kernelCommand = defineCommand({
  name: 'kernel',
  summary: 'run the kernel as a filter: sorted payments in, alerts or measure values out',
  does: 'Reads payments as JSON Lines from standard input, sorted by customer or by counterparty and then by booked_at and payment_id, and keeps no more than some whole entities in memory. With a calibration it writes the alerts of the cards about them, those that lapwing detect gives; without one, each payment with the values of its measures. What takes the payments of others to tell is carried with each payment, in "measures" and "learnt", from an earlier run over the other order. Links between customers cross all entities and are unknown unless "learnt" brings them. Cards that read sessions, shared devices or shared identifiers are left out, each with a note.',
  when: 'Use it to let an engine that you have (Spark, a partitioned log) carry detection over many machines. On one machine, lapwing detect is simpler.',
  options: {
    by: {
      kind: 'text',
      value: 'ENTITY',
      choices: ['customer', 'counterparty'],
      default: 'customer',
      meaning: 'What the payments are sorted by, in the order of bytes.',
    },
    customers: { kind: 'files', value: 'FILE', meaning: 'Who the customers are.' },
    accounts: { kind: 'files', value: 'FILE', meaning: 'Which account belongs to which customer.' },
    calibration: {
      kind: 'file',
      value: 'FILE',
      meaning: 'What lapwing calibrate learnt: calibration.json in its data folder.',
    },
    output: {
      kind: 'text',
      value: 'WHAT',
      choices: ['alerts', 'values'],
      meaning:
        'Alerts, or payments with values. Without it, alerts where there is a calibration. Values by counterparty with a calibration include the evidence on the payee.',
    },
    'home-currency': {
      kind: 'text',
      value: 'AUD',
      meaning: 'Currency in which amounts are compared; needed without a calibration, which names it.',
    },
    ...packOptions,
  },
  examples: [
    {
      line: 'lapwing kernel --home-currency AUD --customers customers.csv --accounts accounts.csv < by-customer.jsonl',
      says: 'Values of measures at every payment, to be sorted by counterparty for the next run.',
    },
    {
      line: 'lapwing kernel --by counterparty --calibration data/calibration.json --customers customers.csv --accounts accounts.csv < by-counterparty.jsonl',
      says: 'Alerts on counterparties.',
    },
  ],
  next: 'sort what it wrote by the other entity and run it again, or collect the alerts.',
  async run({ values, terminal }) {
    const calibration =
      values.calibration === undefined ? undefined : await readCalibrationFile(values.calibration)
    const output = values.output ?? (calibration === undefined ? 'values' : 'alerts')
    const homeCurrency = calibration?.home_currency ?? values.homeCurrency
    if (output === 'alerts' && calibration === undefined) {
      throw wrongUse('Alerts need a calibration.', 'Give --calibration FILE, or ask for --output values.')
    }
    if (homeCurrency === undefined || !currencies.has(homeCurrency)) {
      throw wrongUse('Amounts need a currency to be compared in.', 'Give --home-currency, such as AUD.')
    }
    const { plans: loaded, problems } = await loadPlans(values.packs, values.overlay, {
      ...values,
      data: undefined,
      environment: terminal.environment,
    })
    packProblems(problems, terminal)
    // No selectors come with the filter, so nothing is named by intelligence.
    const plans = loaded.map(withoutIntelligence)
    const facts = await readFacts(values.customers, values.accounts)
    const told = withoutUntold(plans, values.by, terminal)
    const needs = needsOf(told, values.by)
    const lacking = new Set([...needs.measures, ...needs.learnt])
    let refused = 0
    for await (const entities of readEntities(process.stdin, values.by, facts, ({ place, why }) => {
      refused++
      if (refused <= linesToldMax) terminal.note(`${place}: ${why}.`)
    })) {
      for (const { measures, learnt } of entities.payments) {
        if (lacking.size === 0) break
        for (const name of [...Object.keys(measures), ...Object.keys(learnt)]) lacking.delete(name)
      }
      const lines =
        output === 'alerts'
          ? alertsOn(entities, told, values.by, calibration!)
          : withValues(entities, plans, told, values.by, homeCurrency, calibration)
      for (const line of lines) terminal.print(JSON.stringify(line))
    }
    if (lacking.size > 0 && output === 'alerts') {
      terminal.note(`Not evaluated, because no payment brought it: ${[...lacking].join(', ')}.`)
    }
    if (refused === 0) return exit.done
    terminal.note(`${counted(refused, 'line')} refused; the rest is done.`)
    return exit.someRefused
  },
})

/** So many refused lines are told one by one. */
const linesToldMax = 20

/** Cards that payments in this order cannot tell are left out, and that is said. */
function withoutUntold(plans: readonly Plan[], by: Plan['subject'], terminal: Terminal): readonly Plan[] {
  return plans.filter(plan => {
    const untold = plan.subject === by ? untoldOf(plan) : []
    if (untold.length === 0) return true
    terminal.note(
      `Not evaluated: ${plan.pack}/${plan.card} reads ${untold.join(', ')}, which these payments alone do not tell.`,
    )
    return false
  })
}

/** Each payment as it came, with what was found at it added to what it carried. */
function withValues(
  entities: Entities,
  plans: readonly Plan[],
  told: readonly Plan[],
  by: Plan['subject'],
  homeCurrency: string,
  calibration: Calibration | undefined,
): object[] {
  const measures = measuresAt(entities, plans, by, homeCurrency)
  const evidence =
    by === 'counterparty' && calibration !== undefined
      ? payeeEvidenceAt(entities, told, calibration)
      : undefined
  return entities.payments.map((carried: Carried, i) => {
    const bans = evidence?.[i] ?? Number.NaN
    const learnt = Number.isNaN(bans) ? carried.learnt : { ...carried.learnt, payee_evidence: bans }
    return { ...carried.payment, measures: { ...carried.measures, ...measures[i] }, learnt }
  })
}
