import { createHash, randomBytes } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../src/access/operation.ts'
import { loadPolicies } from '../../src/access/policy.ts'
import { sampleFinding } from '../../src/casework/alerts/finding.sample.ts'
import type { Alert } from '../../src/detection/alert.ts'
import { type Cluster, postgresPrograms, startCluster } from '../../src/store/cluster.sample.ts'
import { openStore, type StorePlace } from '../../src/store/store.ts'
import { emptyFolder, lapwing, type Serving, serving } from '../../test/e2e/lapwing.ts'
import { type Filled, fill } from './fill.ts'

/** An institution with its store, filled, whose server can be started and killed. */
export interface BenchOffice extends Filled {
  readonly kind: 'PGlite' | 'PostgreSQL'
  readonly place: StorePlace
  /** Its database server; absent for PGlite. */
  readonly cluster: Cluster | undefined
  serve(): Promise<Serving>
  close(): Promise<void>
}

export interface Size {
  readonly alerts: number
  readonly cases: number
}

const customers = 600

/** Both kinds of store, one after the other; PostgreSQL where its programs are found. */
export async function* benchOffices(
  size: Size,
  say: (progress: string) => void,
  { withBook }: { readonly withBook: boolean },
): AsyncGenerator<BenchOffice> {
  const { data, finding } = await (withBook
    ? institution(say)
    : { data: emptyFolder(), finding: sampleFinding('bench') })
  const programs = postgresPrograms()
  for (const kind of ['PGlite', 'PostgreSQL'] as const) {
    if (kind === 'PostgreSQL' && programs === undefined) {
      say('no PostgreSQL programs in /usr/lib/postgresql: this store was not tried')
      continue
    }
    const cluster = kind === 'PostgreSQL' ? await startCluster(programs!) : undefined
    const url = await cluster?.createDatabase('bench')
    const place = url === undefined ? { directory: join(data, 'store') } : { url }
    say(`${kind}: filling the store with ${size.alerts} alerts and ${size.cases} cases`)
    const store = await openStore(place)
    const office = { store, policies: loadPolicies(), clock: () => Date.now() * 1_000, random: randomBytes }
    const { users } = await fill(office, { ...size, finding })
    await store.close()
    const environment = { LAPWING_SIGN_INS_PER_MINUTE: '1000', LAPWING_REQUESTS_PER_MINUTE: '1000000' }
    try {
      yield {
        kind,
        place,
        cluster,
        users,
        serve: () =>
          serving(['serve', '--data', data, '--port', '0'], {
            ...environment,
            ...(url === undefined ? {} : { LAPWING_DATABASE_URL: url }),
          }),
        close: async () => cluster?.stop(),
      }
    } finally {
      await cluster?.stop()
    }
  }
}

/** A small institution with its book, whose first finding is copied. */
async function institution(say: (progress: string) => void) {
  say('a small institution, whose findings are copied')
  const folder = emptyFolder()
  const made = await lapwing(['start', '--once', '--customers', String(customers), '--data', folder])
  if (made.code !== 0) throw new Error(made.err)
  const data = join(folder, `example-${customers}`)
  // The store that is filled is another.
  await rm(join(data, 'store'), { recursive: true })
  const [first] = (await readFile(join(data, 'alerts.jsonl'), 'utf8')).split('\n')
  return { data, finding: JSON.parse(first!) as Alert }
}

/** Bytes that are the same each time for one seed. */
export function seeded(seed: number): Random {
  let drawn = 0
  return bytes => createHash('shake256', { outputLength: bytes }).update(`${seed} ${drawn++}`).digest()
}
