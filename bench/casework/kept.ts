import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { ownMigrations } from '../../src/store/migrations.ts'
import { benchData } from '../institution.ts'

/**
 * Gives `folder` what `make` would put into it: a copy of what was kept under data/bench, where it was made before for the same
 * migrations, the same filling and the same `sizes`. Otherwise it is made, and kept.
 */
export async function keptOrMade(
  folder: string,
  name: string,
  sizes: object,
  make: () => Promise<void>,
): Promise<void> {
  const made = createHash('sha256').update(JSON.stringify(sizes))
  for (const { hash } of ownMigrations()) made.update(hash)
  made.update(await readFile(new URL('./fill.ts', import.meta.url)))
  const kept = join(benchData, `casework-${name}-${made.digest('hex').slice(0, 16)}`)
  if (existsSync(kept)) return copy(kept, folder)
  await make()
  await rm(`${kept}.unfinished`, { recursive: true, force: true })
  await copy(folder, `${kept}.unfinished`)
  await rename(`${kept}.unfinished`, kept)
}

/**
 * With owners, as the database server demands. Written to the disk at once: what the system writes later on stands before each flush of a
 * commit, up to a second.
 */
async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  const run = promisify(execFile)
  await run('cp', ['-a', '-T', from, to])
  await run('sync', [])
}
