import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { openAccess } from '../src/access/access.ts'
import { actAs, type Desk, type Office } from '../src/access/desk.ts'
import { sampleOffice, sampleUser } from '../src/access/office.sample.ts'
import type { Role } from '../src/access/roles.ts'
import { arriveAlerts } from '../src/casework/alerts/arrive.ts'
import { sampleFinding } from '../src/casework/alerts/finding.sample.ts'
import { markOfQueue } from '../src/casework/alerts/queue.ts'
import { addNote } from '../src/casework/cases/notes.ts'
import { openCase } from '../src/casework/cases/open.ts'
import { addTask } from '../src/casework/cases/tasks.ts'
import { askApproval } from '../src/casework/duties/approvals/ask.ts'
import { decideApproval } from '../src/casework/duties/approvals/decide.ts'
import { proposeExit } from '../src/casework/duties/exits/exit.ts'
import { addFile } from '../src/casework/duties/files/files.ts'
import { placeHold } from '../src/casework/duties/holds/holds.ts'
import { addKeepOpen } from '../src/casework/duties/keepOpen/requests.ts'
import { formSuspicion } from '../src/casework/duties/suspicion/form.ts'
import { moveSuspicion } from '../src/casework/duties/suspicion/move.ts'
import { formatInstant, microsPerDay } from '../src/domain/time.ts'
import { readSettings } from '../src/server/configuration.ts'
import { dutiesOf } from '../src/server/duties.ts'
import { fileContentRoutes } from '../src/server/files.ts'
import { createServer, deskRoutes } from '../src/server/server.ts'
import { sql } from '../src/store/drizzle.ts'
import type { Store } from '../src/store/store.ts'

/**
 * Tipping off: the same institution twice, once with suspicions, a filed report, approvals, an exit, a request to keep
 * open and a hold. Whoever may not know of reports asks everything that can be asked, and must be answered the same.
 *
 * The auditor is not among them: the chain that this role reads is the record of who knew what and when.
 */
const mayNotKnow: readonly Role[] = [
  'analyst',
  'protection',
  'data-scientist',
  'validator',
  'insight',
  'administrator',
]
const customer = 'SYNTHETIC-CUSTOMER'
const fileKeys = `k ${Buffer.alloc(32, 1).toString('base64')}`

interface World {
  readonly office: Office
  readonly server: FastifyInstance
  readonly cookies: ReadonlyMap<string, string>
  readonly desks: ReadonlyMap<string, Desk>
  /** Parameters of addresses; those of reports are there in one world alone. */
  readonly ids: Readonly<Record<string, string>>
  /** Statements that the store was asked since it was last emptied. */
  readonly statements: string[]
}

const data = mkdtempSync(join(tmpdir(), 'lapwing-tipping-off-'))
let without: World
let withReport: World
before(async () => {
  withReport = await openWorld(true)
  without = await openWorld(false)
})
const opened: (() => Promise<unknown>)[] = []
after(async () => {
  for (const close of opened) await close()
  rmSync(data, { recursive: true })
})

async function openWorld(hasReport: boolean): Promise<World> {
  const sample = await sampleOffice()
  opened.push(sample.store.close)
  const statements: string[] = []
  let drawn = 0
  const office = {
    ...sample,
    store: watched(sample.store, statements),
    random: (bytes: number) =>
      createHash('shake256', { outputLength: bytes }).update(`world ${drawn++}`).digest(),
  }
  const settings = { ...(await readSettings({}, undefined)), file_keys: fileKeys, sign_ins_per_minute: 100 }
  const server = await createServer({ data, hosts: ['localhost'], access: openAccess(office), settings })
  opened.unshift(() => server.close())
  const [cookies, desks] = [new Map<string, string>(), new Map<string, Desk>()]
  for (const role of [...mayNotKnow, 'reporting-officer', 'investigator'] as const) {
    const { password, desk } = await sampleUser(office, role, [role])
    desks.set(role, desk)
    const payload = { sign_in_name: role, password }
    const answer = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { host: 'localhost' },
      payload,
    })
    cookies.set(role, String(answer.headers['set-cookie']).split(';')[0]!)
  }
  const [investigator, officer] = [desks.get('investigator')!, desks.get('reporting-officer')!]
  const duties = dutiesOf(settings)
  const findings = ['shown', 'escalated'].map(id => sampleFinding(id, { subject_id: customer, typology: id }))
  await arriveAlerts(actAs({ kind: 'console' }, office), findings)
  const given = { title: 'Sample case', jurisdiction: 'AU', alert_ids: ['escalated'] }
  const { case_id } = await investigator.perform(openCase, given)
  const second = { title: 'Second case', jurisdiction: 'AU', path: 'suspicion', alert_ids: [] } as const
  const undecided = (await investigator.perform(openCase, second)).case_id
  await investigator.perform(addNote, { case_id, text: 'A note.' })
  const { task_id } = await investigator.perform(addTask, { case_id, what: 'A task.' })
  const content = Buffer.from('words')
  const { file_id } = await investigator.perform(addFile('file', duties.files), {
    case_id,
    name: 'a.txt',
    content,
  })
  const shared = { case_id, task_id, file_id, alert_id: 'shown', subject_id: customer, kind: 'customer' }
  const ofReport = hasReport
    ? await report({ office, investigator, officer, duties, case_id, undecided })
    : {}
  // What is drawn from now on is the same in both.
  drawn = 10_000
  return { office, server, cookies, desks, statements, ids: { ...shared, ...ofReport } }
}

async function report(given: {
  readonly office: Office
  readonly investigator: Desk
  readonly officer: Desk
  readonly duties: ReturnType<typeof dutiesOf>
  readonly case_id: string
  readonly undecided: string
}) {
  const { office, investigator, officer, duties, case_id, undecided } = given
  const now = office.clock()
  const move = moveSuspicion(duties.jurisdictions)
  for (const each of [case_id, undecided]) {
    const formed = { case_id: each, formed_at: now, matter: 'any' } as const
    await investigator.perform(formSuspicion(duties.jurisdictions), formed)
  }
  await investigator.perform(move, { case_id, version: 1, move: 'draft' })
  const ask = {
    kind: 'report',
    object_id: 'r',
    content_hash: 'a'.repeat(64),
    case_id,
    why: 'Ready.',
  } as const
  const { approval_id } = await investigator.perform(askApproval, ask)
  const decision = { approval_id, version: 1, decision: 'approved', reason: 'Whole.' } as const
  await officer.perform(decideApproval, decision)
  const { content_hash } = ask
  const filed = { move: 'file', report_id: 'r', content_hash, reported_at: now, receipt: 'R-1' } as const
  await officer.perform(move, { ...filed, case_id, version: 3 })
  const name = 'report.txt'
  const file = { case_id, name, content: Buffer.from('The report.') }
  await officer.perform(addFile('report-file', duties.files), file)
  const contact = { police_contact: 'to_be_made', police_contact_note: 'Ask first.' } as const
  await officer.perform(proposeExit, { case_id, customer_id: customer, why: 'Weighed.', ...contact })
  const { hold_id } = await officer.perform(placeHold, { case_id, why: 'A court asked.' })
  const { keep_open_id } = await officer.perform(addKeepOpen, {
    ...{ case_id, customer_id: customer, authority: 'Police', reference: 'K' },
    ...{ begins_at: now, ends_at: now + microsPerDay },
  })
  return { approval_id, hold_id, keep_open_id }
}

/** The store, with each statement that it is asked written down; not how the store itself begins and ends a transaction. */
function watched(store: Store, statements: string[]): Store {
  return {
    ...store,
    transaction: work =>
      store.transaction(async transaction => {
        const { session } = transaction as unknown as {
          session: { prepareQuery(query: { sql: string }, ...rest: unknown[]): unknown }
        }
        const prepare = session.prepareQuery.bind(session)
        statements.push('a transaction')
        session.prepareQuery = (query, ...rest) => {
          statements.push(query.sql)
          return prepare(query, ...rest)
        }
        try {
          return await work(transaction)
        } finally {
          session.prepareQuery = prepare
        }
      }),
  }
}

const reason = 'a reason'
const instant = formatInstant(1_899_999_999_000_000)
/** Well-formed requests, so that what is refused is refused for who asks. */
const bodies: Readonly<Record<string, object>> = {
  'POST /api/cases/{case_id}/notes': { text: 'Another note.' },
  'POST /api/cases/{case_id}/tasks': { what: 'Another task.' },
  'PATCH /api/cases/{case_id}': { title: 'Another title' },
  'POST /api/cases/{case_id}/moves': { move: 'close', reason, outcome: 'cleared' },
  'POST /api/cases/{case_id}/suspicion': { formed_at: instant },
  'PATCH /api/cases/{case_id}/suspicion': { reason },
  'POST /api/cases/{case_id}/suspicion/moves': { move: 'draft' },
  'POST /api/approvals/{approval_id}/decision': { decision: 'approved', reason },
  'POST /api/cases/{case_id}/exits': {
    ...{ customer_id: customer, why: reason, police_contact: 'made', police_contact_note: reason },
  },
  'POST /api/cases/{case_id}/keep-open-requests': {
    ...{ customer_id: customer, authority: 'a', reference: 'b' },
    ...{ begins_at: instant, ends_at: instant },
  },
  'PATCH /api/cases/{case_id}/keep-open-requests/{keep_open_id}': { ends_at: instant, reference: 'b' },
  'POST /api/cases/{case_id}/holds': { why: reason },
  'POST /api/cases/{case_id}/holds/{hold_id}/release': { reason },
  'PATCH /api/cases/{case_id}/report-particulars': { subjects: [] },
  'POST /api/cases/{case_id}/reports/{report_id}/files': { format: 'fincen-sar', draft: true },
  'POST /api/disposals/approvals': { why: reason },
  'POST /api/disposals': { approval_id: 'absent' },
}
const questions: Readonly<Record<string, string>> = {
  'GET /api/search': `?q=${customer}`,
  'GET /api/network': `?from=customer:${customer}`,
  'GET /api/approvals': '?kind=report&waiting=false',
  'POST /api/cases/{case_id}/files': '?name=a.txt',
  'POST /api/cases/{case_id}/report-files': '?name=a.txt',
}
// Their answers are secrets of the moment, or end the session of whoever asks.
const left = /\/api\/(me\/|users|service-tokens|audit)/

async function ask(world: World, role: string, method: string, path: string) {
  world.statements.length = 0
  // Ids of reports are those of the one world in both: there they are, here they are not.
  const url = path.replace(
    /\{(\w+)\}/g,
    (_, name: string) => ({ ...withReport.ids, ...world.ids })[name] ?? 'absent',
  )
  const takesBytes = method === 'POST' && /files$/.test(path)
  const body = takesBytes ? Buffer.from('words') : JSON.stringify(bodies[`${method} ${path}`] ?? {})
  const { statusCode, headers, payload } = await world.server.inject({
    method: method as 'GET',
    url: url + (questions[`${method} ${path}`] ?? ''),
    headers: {
      ...{ host: 'localhost', cookie: world.cookies.get(role)!, 'lapwing-purpose': 'investigation' },
      ...(method === 'GET' ? {} : { 'if-match': '"1"' }),
      ...(method === 'GET' || method === 'DELETE'
        ? {}
        : { 'content-type': takesBytes ? 'application/octet-stream' : 'application/json' }),
    },
    ...(method === 'GET' || method === 'DELETE' ? {} : { payload: body }),
  })
  // The id of a request is drawn at random for each.
  const { date: _, 'x-ratelimit-reset': __, 'x-request-id': ___, ...same } = headers
  return { statusCode, headers: same, payload, statements: [...world.statements] }
}

/** Reads first, so that what is written then is read again at the end. */
function everything(): readonly (readonly [string, string])[] {
  const routes = [...deskRoutes({ data }), ...fileContentRoutes].filter(({ path }) => !left.test(path))
  const of = (reads: boolean) => routes.filter(({ method }) => (method === 'GET') === reads)
  return [...of(true), ...of(false), ...of(true)].map(({ method, path }) => [method, path] as const)
}

test('what others can read is not touched by a suspicion, a report or what follows', async () => {
  const tables = [
    'alerts',
    'cases',
    'case_members',
    'case_alerts',
    'case_subjects',
    'case_notes',
    'case_tasks',
  ]
  const rowsOf = async ({ office }: World) => {
    const all: Record<string, unknown> = {}
    for (const table of tables) {
      const { rows } = (await office.store.transaction(transaction =>
        transaction.execute(sql`SELECT to_jsonb(t)::text AS row FROM ${sql.identifier(table)} t ORDER BY 1`),
      )) as unknown as { readonly rows: readonly unknown[] }
      all[table] = rows
    }
    return all
  }
  assert.deepEqual(await rowsOf(withReport), await rowsOf(without))
})

test('whoever may not know of reports is answered the same, byte for byte, whether there is one or not', async () => {
  let answered = 0
  for (const role of mayNotKnow) {
    for (const [method, path] of everything()) {
      const [one, other] = [await ask(withReport, role, method, path), await ask(without, role, method, path)]
      assert.deepEqual(one, other, `${role} ${method} ${path}`)
      // What is refused for its form is refused before anything is looked up.
      const isWatched = one.statements.length > 0 || one.statusCode === 400
      assert.ok(isWatched, `${method} ${path} was not watched`)
      if (one.statusCode < 300) answered += 1
    }
    const marks = [withReport, without].map(({ desks }) =>
      desks
        .get(role)!
        .perform(markOfQueue, {})
        .catch((error: { code: string }) => error.code),
    )
    assert.deepEqual(await marks[0], await marks[1], `${role} watching the queue`)
  }
  assert.ok(answered > 40, `only ${answered} were answered at all`)
})

test('whoever may know is told, so that the comparison would find a difference', async () => {
  for (const path of [
    '/api/suspicions',
    '/api/cases/{case_id}/suspicion',
    '/api/cases/{case_id}/timeline',
    '/api/cases/{case_id}/report-files',
    '/api/cases/{case_id}/exits',
    '/api/cases/{case_id}/holds',
    '/api/cases/{case_id}/keep-open-requests',
    '/api/keep-open-requests',
    '/api/approvals',
    '/api/approvals/{approval_id}',
  ]) {
    const [one, other] = [
      await ask(withReport, 'reporting-officer', 'GET', path),
      await ask(without, 'reporting-officer', 'GET', path),
    ]
    assert.notEqual(one.payload, other.payload, path)
  }
})
