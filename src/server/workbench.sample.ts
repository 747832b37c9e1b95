import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAccess } from '../access/access.ts'
import { actAs, type Desk } from '../access/desk.ts'
import { sampleOffice, sampleUser } from '../access/office.sample.ts'
import type { Role } from '../access/roles.ts'
import { openBook } from '../book/book.ts'
import { arriveAlerts } from '../casework/alerts/arrive.ts'
import type { Alert } from '../detection/alert.ts'
import type { TableName } from '../domain/tables.ts'
import { importFiles } from '../intake/import.ts'
import { readSettings } from './configuration.ts'
import { createServer, listen } from './server.ts'

type Rows = Readonly<Partial<Record<TableName, readonly object[]>>>

/** A server of a test's own over a real book with these rows and a store with these alerts; somebody of each role is signed in. */
export async function sampleWorkbench({
  rows,
  findings,
  roles,
  passphrase,
}: {
  readonly rows: Rows
  readonly findings: readonly Alert[]
  readonly roles: readonly Role[]
  /** Without it, no own card is kept. */
  readonly passphrase?: string
}) {
  const data = mkdtempSync(join(tmpdir(), 'lapwing-workbench-'))
  await fill(data, rows)
  const office = await sampleOffice()
  const file_keys = `sample ${Buffer.alloc(32, 1).toString('base64')}`
  const settings = { ...(await readSettings({}, undefined)), file_keys, passphrase }
  const server = await createServer({ data, hosts: ['localhost'], access: openAccess(office), settings })
  const [cookies, desks] = [new Map<Role, string>(), new Map<Role, Desk>()]
  const host = 'localhost'
  for (const role of roles) {
    const { password, desk } = await sampleUser(office, role, [role])
    const payload = { sign_in_name: role, password }
    const signedIn = await server.inject({ method: 'POST', url: '/api/session', headers: { host }, payload })
    cookies.set(role, String(signedIn.headers['set-cookie']).split(';')[0]!)
    desks.set(role, desk)
  }
  await arriveAlerts(actAs({ kind: 'console' }, office), findings)
  return {
    data,
    office,
    deskOf: (role: Role) => desks.get(role)!,
    /** By which somebody of a role is known, for a browser: name and value. */
    cookieOf: (role: Role) => cookies.get(role)!.split('=') as [string, string],
    /** Answers a browser too, from here on. */
    listen: async () =>
      (await listen(server, { host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost'),
    /** Asks as somebody of a role, with a purpose unless told otherwise. */
    async ask(
      role: Role,
      url: string,
      {
        purpose = 'investigation',
        body,
        method = body === undefined ? 'GET' : 'POST',
        ...rest
      }: {
        readonly purpose?: string
        readonly body?: object
        readonly version?: number
        readonly method?: 'GET' | 'POST' | 'DELETE'
      } = {},
    ) {
      const answer = await server.inject({
        method,
        url,
        headers: {
          ...{ host, cookie: cookies.get(role)! },
          ...(purpose === '' ? {} : { 'lapwing-purpose': purpose }),
          ...(rest.version === undefined ? {} : { 'if-match': `"${rest.version}"` }),
        },
        ...(body === undefined ? {} : { payload: body }),
      })
      return { status: answer.statusCode, body: answer.json(), text: answer.body }
    },
    async close() {
      await server.close()
      await office.store.close()
      rmSync(data, { recursive: true })
    },
  }
}

async function fill(data: string, rows: Rows): Promise<void> {
  const book = await openBook(data, { threads: 1 })
  try {
    const requests = Object.entries(rows).map(([table, of]) => {
      const path = join(data, `${table}.jsonl`)
      writeFileSync(path, of.map(row => `${JSON.stringify(row)}\n`).join(''))
      return { table: table as TableName, path }
    })
    for await (const result of importFiles(book, requests, { rejectsDirectory: join(data, 'rejects') })) {
      if (result.rejected > 0 || result.error !== undefined)
        throw new Error(`${result.file} was not imported whole`)
    }
  } finally {
    book.close()
  }
}

/** Rows of an invented institution: customers with one account each, and payments of theirs, a day apart. */
export function sampleRows(
  payments: readonly (readonly [customer: string, counterparty: string, given?: object])[],
): { customers: object[]; accounts: object[]; payments: object[] } {
  const customers = [...new Set(payments.map(([customer]) => customer))]
  return {
    customers: customers.map(customer_id => ({
      customer_id,
      kind: 'person',
      residence_country: 'AU',
      customer_since: '2020-01-01',
    })),
    accounts: customers.map(customer_id => ({
      account_id: `A-${customer_id}`,
      customer_id,
      product: 'transaction',
      opened_on: '2020-01-01',
    })),
    payments: payments.map(([customer, counterparty_id, given], day) => ({
      payment_id: `P-${day + 1}`,
      booked_at: new Date(Date.UTC(2029, 10, 1 + day, 13)).toISOString(),
      account_id: `A-${customer}`,
      direction: 'out',
      amount: '10.00',
      currency: 'AUD',
      rail: 'transfer',
      status: 'completed',
      counterparty_id,
      ...given,
    })),
  }
}
