import { createWorld } from '../../world/world.ts'
import { writeWorld } from '../../world/write.ts'
import { defineCommand, exit } from '../command.ts'
import { grouped } from '../terminal/numbers.ts'
import { progress } from '../terminal/progress.ts'
import { table } from '../terminal/table.ts'

export const worldCommand = defineCommand({
  name: 'world',
  summary: 'make an invented institution with a known truth, to try and to measure',
  does: 'Writes customers, accounts, payments, sessions and identifiers of people who do not exist, and truth.csv with those among them who were planted. The same seed gives the same institution.',
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
      meaning: 'How many customers.',
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
  ],
  next: 'lapwing import --customers DIR/customers.csv --accounts DIR/accounts.csv --payments DIR/payments.csv',
  async run({ values, terminal, now }) {
    const { out, seed, customers, months, start } = values
    const started = now()
    const world = createWorld({ seed, customers, months, start })
    const bar = progress(terminal, now)
    const written = await writeWorld(world, out, {
      format: values.format,
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
