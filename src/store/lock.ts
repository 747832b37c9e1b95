import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LapwingError } from '../domain/errors.ts'

/**
 * Takes a folder for this process alone; the answer gives it back. Held as a lock of the operating system, by way of an
 * empty SQLite file, because that one ends with the process however it ends: a file with a process id would stay behind.
 *
 * @throws LapwingError `store-locked`, `folder-not-writable`
 */
export async function lockFolder(directory: string): Promise<() => void> {
  let lock: DatabaseSync
  try {
    await mkdir(resolve(directory), { recursive: true, mode: 0o700 })
    lock = new DatabaseSync(join(resolve(directory), 'lock'))
  } catch (cause) {
    throw new LapwingError('folder-not-writable', 'this folder cannot be written to', {
      place: directory,
      remedy: 'choose another with --data, or change its permissions',
      cause,
    })
  }
  try {
    lock.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (cause) {
    lock.close()
    throw new LapwingError('store-locked', 'another program has this store open', {
      place: directory,
      remedy: 'stop it, or wait until it has finished; several programs at once need PostgreSQL',
      cause,
    })
  }
  return () => lock.close()
}
