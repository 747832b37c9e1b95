import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Random } from '../../src/access/operation.ts'
import { loadPolicies } from '../../src/access/policy.ts'
import { readAlertedPayments } from '../../src/casework/alertedPayments.ts'
import { sampleFinding } from '../../src/casework/alerts/finding.sample.ts'
import type { Alert } from '../../src/detection/alert.ts'
import { type Cluster, postgresPrograms, startCluster } from '../../src/store/cluster.sample.ts'
import { sql } from '../../src/store/drizzle.ts'
import { connect, openStore, type StorePlace } from '../../src/store/store.ts'
import { emptyFolder, lapwing, type Serving, serving } from '../../test/e2e/lapwing.ts'
import { type Filled, fill } from './fill.ts'
import { keptOrMade } from './kept.ts'

/** An institution with its store, filled, whose server can be started and killed. */
export interface BenchOffice extends Filled {
  readonly kind: 'PGlite' | 'PostgreSQL'
  readonly place: StorePlace
  /** Its database server; absent for PGlite. */
  readonly cluster: Cluster | undefined
  serve(): Promise<Serving>
}

export interface Size {
  readonly alerts: number
  readonly cases: number
}

const customers = 600

/** Both kinds of store, one after the other; PostgreSQL where its programs are found. With `keep`, what takes long is made once. */
export async function* benchOffices(
  size: Size,
  say: (progress: string) => void,
  { withBook, keep }: { readonly withBook: boolean; readonly keep: boolean },
): AsyncGenerator<BenchOffice> {
  const data = emptyFolder()
  const made = keep ? keptOrMade : (_: string, __: string, ___: object, make: () => Promise<void>) => make()
  if (withBook) {
    const institution = join(data, `example-${customers}`)
    await made(institution, 'institution', { customers }, () => makeInstitution(data, say))
  }
  const ofData = withBook ? join(data, `example-${customers}`) : data
  const finding = withBook ? await firstFinding(ofData) : sampleFinding('bench')
  const payments = withBook
    ? (await readAlertedPayments(ofData))(finding)!
    : ['P-1', 'P-2'].map(payment_id => ({ payment_id }))
  const fillStore = async (place: StorePlace, users: string) => {
    const store = await openStore(place)
    const office = { store, policies: loadPolicies(), clock: () => Date.now() * 1_000, random: randomBytes }
    const filled = await fill(office, { ...size, finding, payments })
    await store.close()
    // As it was done, little by little, for a store that grew to this size.
    const connection = await connect(place)
    await connection.database.execute(sql`VACUUM (ANALYZE)`)
    await connection.close()
    await writeFile(users, JSON.stringify(filled.users))
  }
  const programs = postgresPrograms()
  for (const kind of ['PGlite', 'PostgreSQL'] as const) {
    if (kind === 'PostgreSQL' && programs === undefined) {
      say('no PostgreSQL programs in /usr/lib/postgresql: this store was not tried')
      continue
    }
    say(`${kind}: a store with ${size.alerts} alerts and ${size.cases} cases`)
    const filled = join(emptyFolder(), 'filled')
    const [users, content] = [join(filled, 'users.json'), join(filled, 'store')]
    await made(filled, kind, { ...size, withBook }, async () => {
      await mkdir(filled, { mode: 0o755 })
      if (kind === 'PGlite') return fillStore({ directory: content }, users)
      const cluster = await startCluster(programs!)
      await fillStore({ url: await cluster.createDatabase('bench') }, users)
      await cluster.stop(content)
    })
    const cluster = kind === 'PostgreSQL' ? await startCluster(programs!, content) : undefined
    const url = cluster?.urlOf('bench')
    // The server finds an embedded store in its data folder.
    if (kind === 'PGlite') await rename(content, join(ofData, 'store'))
    const environment = { LAPWING_SIGN_INS_PER_MINUTE: '1000', LAPWING_REQUESTS_PER_MINUTE: '1000000' }
    try {
      yield {
        kind,
        place: url === undefined ? { directory: join(ofData, 'store') } : { url },
        cluster,
        users: JSON.parse(await readFile(users, 'utf8')) as Filled['users'],
        serve: () =>
          serving(['serve', '--data', ofData, '--port', '0'], {
            ...environment,
            ...(url === undefined ? {} : { LAPWING_DATABASE_URL: url }),
          }),
      }
    } finally {
      await cluster?.stop()
      await rm(filled, { recursive: true, force: true })
    }
  }
  await rm(data, { recursive: true, force: true })
}

/** A small institution with its book. */
async function makeInstitution(folder: string, say: (progress: string) => void): Promise<void> {
  say('a small institution, whose findings are copied')
  const made = await lapwing(['start', '--once', '--customers', String(customers), '--data', folder])
  if (made.code !== 0) throw new Error(made.err)
  // The store that is filled is another.
  await rm(join(folder, `example-${customers}`, 'store'), { recursive: true })
}

async function firstFinding(data: string): Promise<Alert> {
  const [first] = (await readFile(join(data, 'alerts.jsonl'), 'utf8')).split('\n')
  return JSON.parse(first!) as Alert
}

/** Bytes that are the same each time for one seed. */
export function seeded(seed: number): Random {
  let drawn = 0
  return bytes => createHash('shake256', { outputLength: bytes }).update(`${seed} ${drawn++}`).digest()
}
