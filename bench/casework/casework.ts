import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { type Bench, quantile } from '../result.ts'
import { countOf, loadAt, type Measured, sentenceOf } from './load.ts'
import { mixture, requestsOf, signInAll } from './mixture.ts'
import { benchOffices, seeded } from './office.ts'

/** What is promised of the interface: docs/decisions/0011. */
const [p99MillisMax, stepSeconds, rateMost] = [150, 10, 2_000] as const
/** A server that is up for a working day has its code compiled: this long at half the rate, before anything is measured. */
const warmUpSeconds = 20

/**
 * The server in its own process under a steady rate of mixed requests over HTTP, with many alerts and cases in store, on PGlite in a
 * folder and on PostgreSQL. Then the highest rate of which 99 of 100 are answered within the promise, found in steps.
 */
export async function casework({ report, say, options, seeds }: Bench): Promise<void> {
  const size = { alerts: options.alerts!, cases: options.cases! }
  const [perSecond, seconds] = [options.rate!, options.seconds!]
  say(
    `of 100 requests: ${Object.entries(mixture)
      .map(([kind, n]) => `${n} ${kind}`)
      .join(', ')}`,
  )
  for await (const office of benchOffices(size, say, { withBook: true, keep: true })) {
    const server = await office.serve()
    try {
      const sessions = await signInAll(server.url, office.users)
      const next = requestsOf(sessions, { ...size, random: seeded(seeds[0]!) })
      await loadAt(server.url, { perSecond: perSecond / 2, seconds: warmUpSeconds, next })
      const before = processorMillis(server.pid)
      const measured = await loadAt(server.url, { perSecond, seconds, next })
      const spent = processorMillis(server.pid) - before
      const load = loadavg()[0]!.toFixed(1)
      say(`${office.kind}, ${perSecond} a second, load average ${load}: ${sentenceOf(measured)}`)
      for (const [kind, latencies] of measured.byKind) {
        say(
          `  ${kind}: p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`,
        )
      }
      const name = `casework on ${office.kind}, ${perSecond} requests a second, load average ${load}`
      reportLatencies(report, name, measured)
      report({
        name: `casework on ${office.kind}, processor time of the server (without a database server) for each request`,
        value: spent / measured.asked,
        unit: 'ms',
        baseline_name: 'two cores at the promised rate',
        baseline_value: 10,
        ratio: (10 * measured.asked) / spent,
        n: measured.asked,
      })
      const highest = await highestRate(server.url, { from: perSecond, isHeld: isHeld(measured), next, say })
      report({
        name: `casework on ${office.kind}, highest rate with p99 under ${p99MillisMax} ms`,
        value: highest,
        unit: 'requests a second',
        baseline_name: 'promised',
        baseline_value: 200,
        ratio: highest / 200,
        n: size.alerts,
      })
    } finally {
      await server.stop('SIGTERM')
    }
  }
}

/** User and system time of a process so far, in milliseconds; NaN where the system does not tell it this way (proc(5)). */
function processorMillis(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    // In ticks of 10 ms, fields 14 and 15 of the line.
    return (Number(fields[11]) + Number(fields[12])) * 10
  } catch {
    return Number.NaN
  }
}

function reportLatencies(
  report: Bench['report'],
  name: string,
  { latencies, errors, asked }: Measured,
): void {
  const plain = { baseline_name: null, baseline_value: null, ratio: null }
  for (const share of [0.5, 0.95, 0.99]) {
    const value = quantile(latencies, share)
    const promised =
      share === 0.99
        ? { baseline_name: 'promised', baseline_value: p99MillisMax, ratio: p99MillisMax / value }
        : plain
    report({ name: `${name}, p${share * 100}`, value, unit: 'ms', ...promised, n: asked })
  }
  report({ name: `${name}, errors`, value: countOf(errors), unit: 'requests', ...plain, n: asked })
}

function isHeld({ latencies, errors }: Measured): boolean {
  return latencies.length > 0 && countOf(errors) === 0 && quantile(latencies, 0.99) < p99MillisMax
}

/** Up from a rate that was held, or down from one that was not, by a quarter each time. */
async function highestRate(
  url: string,
  given: {
    readonly from: number
    readonly isHeld: boolean
    readonly next: Parameters<typeof loadAt>[1]['next']
    readonly say: Bench['say']
  },
): Promise<number> {
  const { from, next, say } = given
  let held = given.isHeld ? from : 0
  let rate = from
  for (;;) {
    rate = given.isHeld ? Math.round(rate * 1.25) : Math.round(rate / 1.25)
    if (rate > rateMost || rate < 10) return held
    const measured = await loadAt(url, { perSecond: rate, seconds: stepSeconds, next })
    say(`  ${rate} a second: ${sentenceOf(measured)}`)
    if (isHeld(measured)) held = rate
    if (isHeld(measured) !== given.isHeld) return held
  }
}
