import { loadavg } from 'node:os'
import type { Bench } from '../result.ts'
import { killUnderLoad } from './killing.ts'
import { benchOffices, seeded } from './office.ts'

const restartSecondsMax = 5

/**
 * Kills the server with SIGKILL at random moments under load and starts it again: whether a write that was acknowledged is lost,
 * whether the audit chain is whole, and how long a restart takes until it answers. Of PostgreSQL, each fifth time the database
 * server is killed as well.
 */
export async function caseworkKill({ report, say, options, seeds }: Bench): Promise<void> {
  const size = { alerts: options.alerts!, cases: options.cases! }
  for await (const office of benchOffices(size, say, { withBook: false, keep: true })) {
    const found = await killUnderLoad(office, {
      ...size,
      kills: options.kills!,
      random: seeded(seeds[0]!),
      onKill: (n, restart) => say(`${office.kind}: kill ${n}, again ready after ${restart.toFixed(2)} s`),
    })
    const name = `${office.kind}, ${options.kills} kills`
    const plain = { baseline_name: null, baseline_value: null, ratio: null, n: found.acknowledged }
    report({ name: `${name}, acknowledged writes`, value: found.acknowledged, unit: 'writes', ...plain })
    report({ name: `${name}, of them lost`, value: found.lost.length, unit: 'writes', ...plain })
    report({
      name: `${name}, faults of the audit chain`,
      value: found.faults,
      unit: 'links',
      ...plain,
      n: found.links,
    })
    report({
      name: `${name}, slowest restart, load average ${loadavg()[0]!.toFixed(1)}`,
      value: found.slowestRestartSeconds,
      unit: 's',
      baseline_name: 'promised',
      baseline_value: restartSecondsMax,
      ratio: restartSecondsMax / found.slowestRestartSeconds,
      n: options.kills!,
    })
  }
}
