import { existsSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inventHistory } from '../casework/example/history.ts'
import type { ExampleUser } from '../casework/example/users.ts'
import type { Alert } from '../detection/alert.ts'
import { officeAt } from './office.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Whose law the invented institution is under: its home currency is that of this country. */
const jurisdiction = 'AU'

/**
 * Makes the casework of an example, once: its users, its alerts taken in, and a year of work on them. Always in the example's own
 * folder, whatever database the settings name. Answers the users; undefined where it was there already.
 */
export async function makeExampleOffice(
  data: string,
  alerts: readonly Alert[],
): Promise<readonly ExampleUser[] | undefined> {
  const directory = join(data, 'store')
  if (existsSync(directory)) return undefined
  const unfinished = `${directory}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const office = await officeAt({ directory: unfinished })
  let users: readonly ExampleUser[]
  try {
    users = await inventHistory(office, alerts, jurisdiction)
  } finally {
    await office.store.close()
  }
  // Only now, so that a start that was ended half-way begins anew.
  await writeFile(usersFile(data), listOf(users), { mode: 0o600 })
  await rename(unfinished, directory)
  return users
}

/** Tells the passwords once, where a person reads; programs find them in the file. */
export function tellOfCasework(
  users: readonly ExampleUser[] | undefined,
  data: string,
  json: boolean,
  terminal: Terminal,
): void {
  if (json || users === undefined) return
  terminal.note(
    'Casework has invented users. Their passwords are shown only here, and kept for you alone in',
    `${usersFile(data)}:`,
    ...listOf(users).trimEnd().split('\n'),
    `lapwing serve --data ${data} asks them to sign in.`,
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
