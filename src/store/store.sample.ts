import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { openMemory } from './embedded.ts'
import { migrate, ownMigrations } from './migrations.ts'
import { openStore, type Store } from './store.ts'

/**
 * A fresh store in memory, for tests. Making PostgreSQL's files takes seconds, so one dump of them is kept with the
 * installed packages, by the hash of the migrations that it has.
 */
export async function memoryStore(): Promise<Store> {
  return openStore({ memory: true, template: await memoryTemplate() })
}

/** A dump of a store in memory at the newest version. */
export async function memoryTemplate(): Promise<Blob> {
  const migrations = ownMigrations()
  const hash = createHash('sha256')
    .update(migrations.map(each => each.hash).join())
    .digest('hex')
    .slice(0, 16)
  const folder = fileURLToPath(new URL('../../node_modules/.cache/lapwing/', import.meta.url))
  const path = `${folder}store-${hash}.tar`
  const kept = await readFile(path).catch(() => undefined)
  if (kept !== undefined) return new Blob([kept])
  const connection = await openMemory()
  await migrate(connection, migrations, 0)
  const dump = await connection.client.dumpDataDir('none')
  await connection.close()
  await mkdir(folder, { recursive: true })
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, Buffer.from(await dump.arrayBuffer()))
  await rename(unfinished, path)
  return dump
}
