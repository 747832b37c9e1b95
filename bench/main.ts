import { parseArgs } from 'node:util'
import { amlgentex } from './amlgentex.ts'
import { casework } from './casework/casework.ts'
import { caseworkKill } from './casework/kill.ts'
import { kernel } from './kernel.ts'
import { learning } from './learning.ts'
import { live } from './live.ts'
import { quality } from './quality.ts'
import { type Bench, machine, type Result, resultsTable } from './result.ts'
import { scale } from './scale.ts'
import { workbench } from './workbench.ts'
import { world } from './world.ts'

/** Every benchmark by its name: npm run bench -- [NAME...] [--json] */
const benchmarks: Readonly<Record<string, (bench: Bench) => Promise<void>>> = {
  amlgentex,
  casework,
  'casework-kill': caseworkKill,
  kernel,
  learning,
  live,
  quality,
  scale,
  workbench,
  world,
}

const usage = `npm run bench -- [${Object.keys(benchmarks).join('|')}]... [--json] [--customers N] [--one-in N] [--repetitions N] [--seeds N]... [--one-alert-in N] [--copies N] [--threads N] [--alerts N] [--cases N] [--rate N] [--seconds N] [--kills N] [--data-from DIR] [--prevalence N] [--difficulty WORD] [--tactics WORD] [--noise N]`

/** Options of `lapwing world` that decide how hard an institution is. */
const worldOptions = ['prevalence', 'difficulty', 'tactics', 'noise'] as const

const wholeOptions = [
  'customers',
  'one-in',
  'repetitions',
  'one-alert-in',
  'copies',
  'threads',
  'alerts',
  'cases',
  'rate',
  'seconds',
  'kills',
] as const

const { values, positionals } = readArguments()
const results: Result[] = []
const bench: Bench = {
  options: Object.fromEntries(wholeOptions.map(name => [name, wholeNumber(name, values[name])])),
  seeds: values.seeds.map(seed => wholeNumber('seeds', seed)),
  dataFrom: values['data-from'],
  world: worldOptions.flatMap(name => (values[name] === undefined ? [] : [`--${name}`, values[name]])),
  say: progress => console.error(progress),
  report(result) {
    results.push({ ...result, machine })
    if (values.json) console.log(JSON.stringify(results.at(-1)))
  },
}
for (const name of positionals.length > 0 ? positionals : Object.keys(benchmarks)) {
  const run = benchmarks[name]
  if (run === undefined) stop(`There is no benchmark "${name}".`)
  await run(bench)
}
if (!values.json) {
  const width = process.stdout.columns ?? 120
  for (const line of [machine, '', ...resultsTable(results, width)]) console.log(line)
}

function readArguments() {
  const worldTexts = Object.fromEntries(worldOptions.map(name => [name, { type: 'string' }])) as Record<
    (typeof worldOptions)[number],
    { type: 'string' }
  >
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        customers: { type: 'string', default: '20000' },
        'one-in': { type: 'string', default: '10' },
        repetitions: { type: 'string', default: '5' },
        seeds: { type: 'string', multiple: true, default: ['4', '5', '6'] },
        'one-alert-in': { type: 'string', default: '500' },
        copies: { type: 'string', default: '4' },
        threads: { type: 'string', default: '2' },
        alerts: { type: 'string', default: '100000' },
        cases: { type: 'string', default: '20000' },
        rate: { type: 'string', default: '200' },
        seconds: { type: 'string', default: '30' },
        kills: { type: 'string', default: '50' },
        'data-from': { type: 'string', default: '../shared/data/amlgentex-8banks' },
        ...worldTexts,
      },
    })
  } catch (error) {
    return stop((error as Error).message)
  }
}

function wholeNumber(name: string, text: unknown): number {
  const value = Number(text)
  return Number.isSafeInteger(value) && value > 0 ? value : stop(`--${name} is a whole number from 1.`)
}

function stop(message: string): never {
  console.error(`${message}\n${usage}`)
  process.exit(2)
}
