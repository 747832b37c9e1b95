import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { openBook } from '../../book/book.ts'
import { keepCalibration } from '../../casework/calibrationFile.ts'
import { keepFindings } from '../../casework/findings.ts'
import { plansInUse } from '../../casework/weightsFile.ts'
import { LapwingError } from '../../domain/errors.ts'
import { tableNames } from '../../domain/tables.ts'
import { createWorld } from '../../world/world.ts'
import { writeWorld } from '../../world/write.ts'
import { defineCommand, exit } from '../command.ts'
import { coverBookOnce } from '../covered.ts'
import { type Detected, loadPlans, withWalk } from '../detection.ts'
import { examplePassphrase, exampleStore, makeExampleOffice, tellHowToSignIn } from '../exampleOffice.ts'
import { readIntelligence, refusedRows } from '../intelligence.ts'
import { showFindings } from '../present/findings.ts'
import { ownVersions } from '../present/ownVersions.ts'
import { packProblems } from '../present/packProblems.ts'
import { selectorOptions } from '../selectorOptions.ts'
import { serveUntilStopped } from '../serving.ts'
import { type Progress, progress } from '../terminal/progress.ts'
import type { Terminal } from '../terminal/terminal.ts'
import { importShowing } from './import.ts'
import { servingOptions } from './serve.ts'

const alertsPerYear = 40
const customersByDefault = 20_000

export const startCommand = defineCommand({
  name: 'start',
  summary: 'show everything at once on an invented institution',
  does: 'Invents an institution, imports it, learns what is usual, ranks what is not, works a year of cases, and serves the workbench. Says with which name and password to sign in. Everything stays in the folder example/ of the data folder, apart from your own book.',
  when: 'Use it first, to see what Lapwing does before your own data is in it.',
  options: {
    once: { kind: 'flag', meaning: 'Stop after the ranked alerts, without serving the workbench.' },
    customers: {
      kind: 'whole',
      value: 'N',
      default: String(customersByDefault),
      least: 300,
      most: 999_999,
      meaning: 'How many customers to invent.',
    },
    ...selectorOptions,
    ...servingOptions,
  },
  examples: [
    { line: 'lapwing start', says: 'Make the example and serve the workbench on http://127.0.0.1:7100.' },
    { line: 'lapwing start --once --json', says: 'Only the work; the last line holds counts and seconds.' },
  ],
  next: 'lapwing import reads your own files.',
  async run({ values, terminal, now }) {
    const started = now()
    // An example of another size is another institution, with a book of its own.
    const size = values.customers === customersByDefault ? '' : `-${values.customers}`
    const data = join(values.data, `example${size}`)
    const files = join(data, 'files')
    const passphraseFile = await examplePassphrase(data)
    const { plans: published } = await loadPlans([], undefined)
    const { plans: own, problems, sources } = await loadPlans([], undefined, { data, passphraseFile })
    packProblems(problems, terminal)
    ownVersions(own, terminal)
    const plans = await plansInUse(own, data, undefined)
    const intelligence = await readIntelligence({ ...values, data })
    const bar = progress(terminal, now)
    if (!existsSync(join(files, 'README.txt'))) await invent(files, values.customers, bar)
    const book = await openBook(data)
    try {
      const times: Record<string, number> = {}
      const timed = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
        const before = now()
        const result = await work()
        times[`${name}_seconds`] = secondsSince(before, now())
        return result
      }
      await timed('import', () => importExample(book, data, files, terminal, now))
      const detected = await withWalk(
        { book, plans, until: undefined, threads: undefined, intelligence },
        async walk => {
          const { calibration } = await timed('calibrate', () =>
            walk.calibrate(alertsPerYear / 12, fraction => bar.show({ what: 'Calibrating', fraction })),
          )
          await keepCalibration(data, calibration)
          return timed('detect', () =>
            walk.detect(calibration, undefined, fraction => bar.show({ what: 'Detecting', fraction })),
          )
        },
      )
      await timed('coverage', () => coverBookOnce(book, published))
      await keepFindings(data, { ...detected, sources }, ids => book.paymentsById(ids))
      await timed('casework', () => makeExampleOffice(data, detected.alerts))
      bar.done()
      showFindings(detected, terminal, values.json)
      if (values.json) terminal.print(JSON.stringify(countsOf(detected, times, secondsSince(started, now()))))
      else {
        terminal.print(...nextSteps(detected, data))
        await tellHowToSignIn(data, terminal)
      }
    } finally {
      bar.done()
      book.close()
    }
    if (!values.once) {
      const store = exampleStore(data)
      await serveUntilStopped(
        { ...values, data, store, passphraseFile, institutionName: 'An invented institution' },
        terminal,
      )
    }
    return refusedRows(intelligence) ? exit.someRefused : exit.done
  },
})

async function invent(directory: string, customers: number, bar: Progress): Promise<void> {
  await writeWorld(createWorld({ seed: 1, customers }), directory, {
    format: 'parquet',
    threads: availableParallelism(),
    onProgress: done =>
      bar.show({
        what: 'Inventing an institution',
        fraction: done.customers / done.ofCustomers,
        count: done.payments,
        unit: 'payments',
      }),
  })
}

async function importExample(
  book: Parameters<typeof importShowing>[0],
  data: string,
  files: string,
  terminal: Terminal,
  now: () => number,
): Promise<void> {
  const requests = tableNames
    .map(table => ({ path: join(files, `${table}.parquet`), table }))
    .filter(({ path }) => existsSync(path))
  const results = await importShowing(
    book,
    requests,
    { rejectsDirectory: join(data, 'rejects') },
    terminal,
    now,
  )
  const failed = results.find(result => result.rejected > 0 || result.error !== undefined)
  if (failed === undefined) return
  throw new LapwingError(
    'example-refused',
    failed.error?.message ?? `${failed.rejected} rows were rejected.`,
    {
      place: failed.file,
      remedy: 'Remove the folder example/ of the data folder and start again.',
    },
  )
}

function countsOf(detected: Detected, times: Readonly<Record<string, number>>, total: number) {
  const { payments, customers, alerts } = detected
  return { payments, customers, alerts: alerts.length, ...times, total_seconds: total }
}

function nextSteps({ alerts }: Detected, data: string): readonly string[] {
  const [first] = alerts
  if (first === undefined) return []
  return [
    '',
    `Next: lapwing explain ${first.alert_id} --data ${data}`,
    'Everybody in the example is invented.',
    '',
  ]
}

function secondsSince(before: number, after: number): number {
  return Number(((after - before) / 1_000).toFixed(3))
}
