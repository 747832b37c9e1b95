import { availableParallelism } from 'node:os'
import { institutionsMost } from '../../world/institutions.ts'
import { createWorld } from '../../world/world.ts'
import { writeWorld } from '../../world/write.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { grouped } from '../terminal/numbers.ts'
import { progress } from '../terminal/progress.ts'
import { table } from '../terminal/table.ts'

export const worldCommand = defineCommand({
  name: 'world',
  summary: 'make an invented institution, or several that share people, with a known truth',
  does: 'Writes customers, accounts, payments, sessions and identifiers of people who do not exist, truth.csv with those among them who were planted, outcomes.csv with what casework would have found out, and groups.csv to judge fairness by. With several institutions each has a folder, and both sides of a payment between them have the same external reference. The same options give the same bytes.',
  when: 'Use it to try Lapwing without real data, to practise, or to measure detection.',
  options: {
    out: { kind: 'folder', value: 'DIR', default: './world', meaning: 'Where to write the files.' },
    seed: { kind: 'whole', value: 'N', default: '1', meaning: 'Another seed is another institution.' },
    customers: {
      kind: 'whole',
      value: 'N',
      default: '20000',
      least: 1,
      most: 999_999,
      meaning:
        'How many people and organisations there are. One institution has all of them as customers; of several, each person uses one or some.',
    },
    institutions: {
      kind: 'whole',
      value: 'N',
      default: '1',
      least: 1,
      most: institutionsMost,
      meaning:
        'How many institutions: banks first, with remitters, wallets and exchanges among them from the third on.',
    },
    months: {
      kind: 'whole',
      value: 'N',
      default: '12',
      least: 1,
      most: 120,
      meaning: 'How many months of payments.',
    },
    start: { kind: 'text', value: 'DATE', default: '2025-01-01', meaning: 'First day.' },
    prevalence: {
      kind: 'text',
      value: 'SHARE',
      meaning:
        'Share of customers planted, such as 1/10000 or 1e-4; sensible are 1e-3 to 1e-5. Left out, a handful of each typology is planted, whatever the size.',
    },
    difficulty: {
      kind: 'number',
      value: 'D',
      default: '0.3',
      least: 0,
      most: 1,
      meaning: 'How far planted conduct resembles ordinary life: 0 as published, 1 as near as can be.',
    },
    tactics: {
      kind: 'whole',
      value: 'N',
      default: '0',
      least: 0,
      meaning:
        'Seed of a change of planted conduct part-way: other rails, amounts, hours and numbers of payees. 0 for none.',
    },
    noise: {
      kind: 'number',
      value: 'F',
      default: '1',
      least: 0,
      most: 10,
      meaning:
        'Faults of the records, in times our estimate: missing fields, reversed and doubled payments, wrong merchant codes, joint accounts. 0 for none.',
    },
    outcomes: {
      kind: 'number',
      value: 'SHARE',
      default: '0.15',
      least: 0,
      most: 1,
      meaning: 'Share of planted customers whom casework came to know; 0 leaves outcomes.csv empty.',
    },
    threads: {
      kind: 'whole',
      value: 'N',
      least: 1,
      most: 64,
      meaning:
        'How many threads make it; as many as the machine has cores when left out. The result does not depend on it.',
    },
    format: {
      kind: 'text',
      value: 'FORMAT',
      default: 'csv',
      choices: ['csv', 'parquet'],
      meaning: 'File format.',
    },
  },
  examples: [
    {
      line: 'lapwing world --out world --customers 5000',
      says: 'Five thousand customers over a year, as CSV.',
    },
    {
      line: 'lapwing world --out big --customers 200000 --format parquet --seed 7',
      says: 'A larger one for a trial of speed.',
    },
    {
      line: 'lapwing world --out market --institutions 6 --customers 60000 --prevalence 1/2000 --tactics 3',
      says: 'Two banks, a remitter, a wallet, another bank and an exchange that share 60,000 people, 30 of them planted, whose conduct changes part-way.',
    },
  ],
  next: 'lapwing import --customers DIR/customers.csv --accounts DIR/accounts.csv --payments DIR/payments.csv',
  async run({ values, terminal, now }) {
    const { out, seed, customers, institutions, months, start, difficulty, tactics, noise, outcomes } = values
    const started = now()
    const prevalence = shareOf(values.prevalence)
    const size = { seed, customers, institutions, months, start }
    const world = createWorld({ ...size, prevalence, difficulty, tactics, noise, outcomes })
    const bar = progress(terminal, now)
    const written = await writeWorld(world, out, {
      format: values.format,
      threads: values.threads ?? availableParallelism(),
      onProgress: done =>
        bar.show({
          what: 'Inventing',
          fraction: done.customers / done.ofCustomers,
          count: done.payments,
          unit: 'payments',
        }),
    })
    bar.done()
    const seconds = Number(((now() - started) / 1_000).toFixed(3))
    if (values.json) terminal.print(JSON.stringify({ directory: out, seed, ...written, seconds }))
    else {
      terminal.print(
        ...table(
          [{ title: 'Table' }, { title: 'Rows', align: 'right' }],
          Object.entries({ ...written.rows, truth: written.truth }).map(([name, rows]) => [
            name,
            grouped(rows),
          ]),
          terminal,
        ),
        '',
        `Written to ${out}. Everybody in it is invented.`,
      )
    }
    return exit.done
  },
})

/** `1e-4` or `1/10000`; undefined when it was not given. @throws LapwingError `wrong-use` */
function shareOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const parts = text.split('/').map(Number)
  const share = parts.length === 2 ? parts[0]! / parts[1]! : parts.length === 1 ? parts[0]! : Number.NaN
  if (share >= 0 && share <= 0.1) return share
  throw wrongUse(`--prevalence is "${text}".`, 'Give a share from 0 to 0.1, such as 1/10000 or 1e-4.')
}
