import { createHash } from 'node:crypto'
import { after, before, describe } from 'node:test'
import type { Desk, Office } from '../../access/desk.ts'
import { sampleOffice, sampleUser } from '../../access/office.sample.ts'
import { postgresPrograms, startCluster } from '../../store/cluster.sample.ts'
import { memoryStore } from '../../store/store.sample.ts'
import { openStore, type Store } from '../../store/store.ts'
import { caseSubjects, cases } from '../../store/tables/casework.ts'
import type { CasePath } from '../states/case-states.ts'

/** Two of each where two are needed: people of an invented institution. */
export type Person = 'officer' | 'otherOfficer' | 'investigator' | 'analyst' | 'protection'
const people = {
  officer: 'reporting-officer',
  otherOfficer: 'reporting-officer',
  investigator: 'investigator',
  analyst: 'analyst',
  protection: 'protection',
} as const

export interface Workplace {
  readonly office: Awaited<ReturnType<typeof sampleOffice>>
  readonly desks: Readonly<Record<Person, Desk>>
}

/** One suite for each kind of store that this machine has; `workplace` answers within its tests. */
export function onEachStore(suite: (workplace: () => Workplace) => void): void {
  const programs = postgresPrograms()
  describe('PGlite', () => suiteOn(suite, memoryStore))
  describe('PostgreSQL', { skip: programs === undefined && 'PostgreSQL is not installed here' }, () => {
    suiteOn(suite, async () => {
      const cluster = await startCluster(programs!)
      const store = await openStore({ url: await cluster.createDatabase('duties') })
      return {
        ...store,
        async close() {
          await store.close()
          await cluster.stop()
        },
      }
    })
  })
}

function suiteOn(suite: (workplace: () => Workplace) => void, open: () => Promise<Store>): void {
  let workplace: Workplace
  before(async () => {
    workplace = await openWorkplace(await open())
  })
  after(() => workplace?.office.store.close())
  suite(() => workplace)
}

export async function openWorkplace(store?: Store): Promise<Workplace> {
  const office = await sampleOffice(store)
  const desks: Partial<Record<Person, Desk>> = {}
  for (const [name, role] of Object.entries(people)) {
    desks[name as Person] = (await sampleUser(office, name, [role])).desk
  }
  return { office, desks: desks as Record<Person, Desk> }
}

export interface SampleCase {
  readonly path?: CasePath
  readonly jurisdiction?: string
  readonly restricted?: boolean
  readonly closedAt?: number
  readonly role?: string
}

let opened = 0

/** Puts a case of one invented customer into the store; answers its id and the customer's. */
export async function sampleCase(
  office: Office,
  {
    path = 'suspicion',
    jurisdiction = 'AU',
    restricted = false,
    closedAt,
    role = 'suspected payer',
  }: SampleCase = {},
) {
  opened += 1
  const caseId = createHash('sha256').update(`sample case ${opened}`).digest('hex').slice(0, 32)
  const customerId = `SYNTHETIC-${opened}`
  const at = Math.min(office.clock(), closedAt ?? office.clock())
  await office.store.transaction(async transaction => {
    await transaction.insert(cases).values({
      caseId,
      path,
      title: 'Sample case',
      state: closedAt === undefined ? 'open' : 'closed',
      restricted,
      jurisdiction,
      openedAt: at,
      openedBy: 'console',
      closedAt: closedAt ?? null,
    })
    await transaction
      .insert(caseSubjects)
      .values({ caseId, kind: 'customer', subjectId: customerId, role, addedAt: at, addedBy: 'console' })
  })
  return { case_id: caseId, customer_id: customerId }
}
