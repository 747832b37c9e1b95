import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readAlertedPayments } from '../casework/alertedPayments.ts'
import { inventHistory } from '../casework/example/history.ts'
import type { ExampleUser } from '../casework/example/users.ts'
import type { Alert } from '../detection/alert.ts'
import { officeAt } from './office.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Whose law the invented institution is under: its home currency is that of this country. */
const jurisdiction = 'AU'

/** Always in the example's own folder, whatever database the settings name. */
export function exampleStore(data: string): { readonly directory: string } {
  return { directory: join(data, 'store') }
}

/** Makes the casework of an example, once: its users, its alerts taken in, and a year of work on them. */
export async function makeExampleOffice(data: string, alerts: readonly Alert[]): Promise<void> {
  const { directory } = exampleStore(data)
  if (existsSync(directory)) return
  const unfinished = `${directory}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const office = await officeAt({ directory: unfinished })
  let users: readonly ExampleUser[]
  try {
    users = await inventHistory(office, alerts, {
      jurisdiction,
      paymentsOf: await readAlertedPayments(data),
    })
  } finally {
    await office.store.close()
  }
  // Only now, so that a start that was ended half-way begins anew.
  await writeFile(usersFile(data), listOf(users), { mode: 0o600 })
  await rename(unfinished, directory)
}

/** The file with the passphrase that the example's own cards are sealed with; made where there is none. */
export async function examplePassphrase(data: string): Promise<string> {
  const file = join(data, 'passphrase.txt')
  await mkdir(data, { recursive: true })
  if (!existsSync(file)) await writeFile(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  return file
}

/** Tells how to sign in as the analyst, and where the others stand, where a person reads; programs find them in the file. */
export async function tellHowToSignIn(data: string, terminal: Terminal): Promise<void> {
  const analyst = await readFile(usersFile(data), 'utf8').then(
    text => text.split('\n').find(line => line.startsWith('analyst ')),
    () => undefined,
  )
  if (analyst === undefined) return
  const [name, password] = analyst.split(/\s+/)
  terminal.print(
    `Sign in as ${name} with the password ${password}`,
    `The other roles stand, with their passwords, in ${usersFile(data)}. None needs a code.`,
    '',
  )
}

function usersFile(data: string): string {
  return join(data, 'users.txt')
}

function listOf(users: readonly ExampleUser[]): string {
  const width = Math.max(...users.map(user => user.sign_in_name.length))
  return users
    .map(
      ({ sign_in_name, password, full_name }) => `${sign_in_name.padEnd(width)}  ${password}  ${full_name}\n`,
    )
    .join('')
}
