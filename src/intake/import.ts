import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Book } from '../book/book.ts'
import { LapwingError } from '../domain/errors.ts'
import type { TableName } from '../domain/tables.ts'
import { type Admission, admit } from './admit.ts'
import { readStart, unreadable } from './bytes.ts'
import { fingerprintOf, type RowsOfTable, rememberFile, rowsOfKnown } from './known-files.ts'
import { type Profile, readProfile } from './profile.ts'
import { type Follower, followFile, type Progress } from './progress.ts'
import type { Desk } from './raw.ts'
import { type Format, filesOf, recogniseFormat, startBytes } from './recognise.ts'
import { createSpool, type Spool } from './spool.ts'
import { type StagedFile, stageFile } from './stage.ts'

/** What to import: a file, or a folder and all below it. Without a table, each file's columns tell it. */
export interface ImportRequest {
  readonly table?: TableName
  readonly path: string
}

export interface ImportOptions {
  /** Recognised by content when absent. */
  readonly format?: Format
  /** Path of a profile that maps foreign files to canonical tables. */
  readonly profile?: string
  /** The institution's own BICs, for ISO 20022. */
  readonly institution?: readonly string[]
  /** Where rejects files go; created when needed. */
  readonly rejectsDirectory: string
  /** A row with the key of a record in the book but other content takes its place. */
  readonly replace?: boolean
  readonly onProgress?: (progress: Progress) => void
  /** Milliseconds on any steady scale. */
  readonly now?: () => number
}

/** What became of one file, for one table. Always read = accepted + duplicate + rejected. */
export interface ImportResult extends Admission {
  readonly file: string
  /** `null` where a file failed before its table was known. */
  readonly table: TableName | null
  /** CSV of `file, row, place, field, value, wrong, right`, a problem a line; `null` when nothing was rejected. */
  readonly rejects_file: string | null
  readonly seconds: number
  /** Why the file, or the rest of it, could not be read at all. */
  readonly error?: {
    readonly code: string
    readonly message: string
    readonly place: string | undefined
    readonly remedy: string | undefined
  }
}

/**
 * Imports files into the book, one transaction a file: a file that fails, or a process that is killed, loses nothing of
 * the files before it. A file that cannot be read is a result with an `error`, and the others go on. The order of files
 * does not matter to what the book means.
 *
 * Throws only for what concerns them all: a profile that is wrong (`profile-wrong`).
 */
export async function* importFiles(
  book: Book,
  requests: readonly ImportRequest[],
  options: ImportOptions,
): AsyncGenerator<ImportResult> {
  const profile = options.profile === undefined ? undefined : readProfile(options.profile)
  const folder = temporaryFolder(book.directory)
  const rejectsNames = new Set<string>()
  const connection = await book.connect()
  try {
    await connection.run('SET enable_progress_bar = true')
    await connection.run('SET enable_progress_bar_print = false')
    for (const request of requests) {
      let files: readonly string[]
      try {
        files = await filesOf(request.path)
      } catch (error) {
        yield failure(request.path, request.table ?? null, 0, error)
        continue
      }
      for (const file of files) {
        yield* await importFile({ connection, folder, rejectsNames, options, profile }, request.table, file)
      }
    }
  } finally {
    connection.closeSync()
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Run {
  readonly connection: DuckDBConnection
  readonly folder: string
  /** Names of rejects files taken in this run. */
  readonly rejectsNames: Set<string>
  readonly options: ImportOptions
  readonly profile: Profile | undefined
}

async function importFile(
  { connection, folder, rejectsNames, options, profile }: Run,
  table: TableName | undefined,
  file: string,
): Promise<readonly ImportResult[]> {
  const now = options.now ?? (() => performance.now())
  const started = now()
  const seconds = () => Math.round(now() - started) / 1_000
  const follower = followFile(file, now, options.onProgress)
  const desk = openDesk(connection, follower, folder)
  const written: string[] = []
  let inTransaction = false
  try {
    const { size, changed } = stateOf(file)
    const start = await readStart(file, startBytes)
    const format = options.format ?? recogniseFormat(file, start)
    const institution = options.institution ?? []
    follower.stage(0, 0.05)
    const reading = { format, table, profile: profile && JSON.stringify(profile), institution }
    const fingerprint = await fingerprintOf(file, reading, read => follower.report(read / size))
    const known = await rowsOfKnown(connection, fingerprint)
    if (known !== undefined) return known.map(rows => allDuplicate(file, rows, seconds()))

    follower.stage(0.05, 0.5)
    const staged = await stageFile(desk, {
      file,
      size,
      start,
      format,
      table,
      profile,
      institution,
    })

    follower.stage(0.5, 1)
    await connection.run('BEGIN')
    inTransaction = true
    const admissions: (Admission & { table: TableName; rejects_file: string | null })[] = []
    for (const part of staged.parts) {
      const name = rejectsName(file, part.table, rejectsNames)
      const rejectsPath = join(options.rejectsDirectory, name)
      mkdirSync(options.rejectsDirectory, { recursive: true })
      written.push(rejectsPath)
      // What an earlier run rejected is no longer true.
      rmSync(rejectsPath, { force: true })
      const admission = await admit(connection, desk.run, part, {
        replace: options.replace ?? false,
        file,
        rejectsPath,
      })
      const { rejected } = admission
      admissions.push({ ...admission, table: part.table, rejects_file: rejected > 0 ? rejectsPath : null })
    }
    const whole = staged.fault === undefined && admissions.every(({ rejected }) => rejected === 0)
    // A file that was written to meanwhile is not the one whose rows were read.
    if (whole && stateOf(file).changed === changed) await rememberFile(connection, fingerprint, admissions)
    await connection.run('COMMIT')
    inTransaction = false
    const results = admissions.map((admission): ImportResult => ({ file, ...admission, seconds: seconds() }))
    return staged.fault === undefined ? results : withFault(results, file, staged, seconds())
  } catch (error) {
    if (inTransaction) await connection.run('ROLLBACK').catch(() => undefined)
    for (const path of written) rmSync(path, { force: true })
    return [failure(file, table ?? null, seconds(), error)]
  } finally {
    await desk.clear()
  }
}

function allDuplicate(file: string, { table, read }: RowsOfTable, seconds: number): ImportResult {
  return { file, table, read, accepted: 0, duplicate: read, rejected: 0, rejects_file: null, seconds }
}

/** The rows before the fault are in; the fault belongs to the last of the results. */
function withFault(
  results: readonly ImportResult[],
  file: string,
  { fault }: StagedFile,
  seconds: number,
): readonly ImportResult[] {
  const last = results.at(-1)
  const failed = failure(file, null, seconds, fault)
  if (last === undefined || failed.error === undefined) return [failed]
  return [...results.slice(0, -1), { ...last, error: failed.error }]
}

function failure(file: string, table: TableName | null, seconds: number, error: unknown): ImportResult {
  const { code, message, place, remedy } = error instanceof LapwingError ? error : readable(file, error)
  return {
    file,
    table,
    read: 0,
    accepted: 0,
    duplicate: 0,
    rejected: 0,
    rejects_file: null,
    seconds,
    error: { code, message, place: place ?? file, remedy },
  }
}

/** DuckDB's own messages quote values, which are personal data; they stay in `cause`. */
function readable(file: string, cause: unknown): LapwingError {
  const message = cause instanceof Error ? cause.message : String(cause)
  if (/ENOSPC|no space left|disk full|failed to offload|max_temp_directory_size/i.test(message)) {
    return new LapwingError('disk-full', 'the disk is full; nothing of this file was imported', {
      place: file,
      remedy: 'free space in the data directory and import the file again',
      cause,
    })
  }
  if (/out of memory/i.test(message)) {
    return new LapwingError('out-of-memory', 'the import needs more memory than it may take', {
      place: file,
      remedy: 'split the file, or open the book with more memory',
      cause,
    })
  }
  return new LapwingError('import-failed', 'the import failed; nothing of this file was imported', {
    place: file,
    remedy: 'import the file again; if it fails again, report the error code and the kind of file',
    cause,
  })
}

interface FileDesk extends Desk {
  clear(): Promise<void>
}

function openDesk(connection: DuckDBConnection, follower: Follower, folder: string): FileDesk {
  const spools: Spool[] = []
  const tables = [
    'raw',
    'raw_payments',
    'problems',
    'checked',
    'repeated',
    'later',
    'in_book',
    'judged',
    'wrong_rows',
  ]
  const spool = (name: string) => {
    const created = createSpool(join(folder, `${spools.length}-${name}`))
    spools.push(created)
    return created
  }
  return {
    connection,
    run: sql => follower.run(connection, sql),
    reading: (fraction, rows) => follower.report(fraction, rows),
    stage: (from, to) => follower.stage(from, to),
    spool,
    problems: spool('problems.csv'),
    async clear() {
      for (const { path, close } of spools) {
        try {
          close()
        } finally {
          rmSync(path, { force: true })
        }
      }
      for (const table of tables) await connection.run(`DROP TABLE IF EXISTS temp.${table}`)
    },
  }
}

/** Two files of one name in a run must not overwrite each other's rejects. */
function rejectsName(file: string, table: TableName, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = `${basename(file)}${number === 1 ? '' : `.${number}`}.${table}.rejects.csv`
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

/** Size in bytes, and when it was last changed, on the file system's clock. */
function stateOf(file: string): { size: number; changed: number } {
  try {
    const found = statSync(file)
    if (found.isFile()) return { size: found.size, changed: found.mtimeMs }
  } catch (cause) {
    throw unreadable(file, cause)
  }
  throw unreadable(file, new Error('not a file'))
}

/** A folder for this run's spools. What a killed process left is removed: the book is locked, so it runs no more. */
function temporaryFolder(directory: string): string {
  const own = `import-${process.pid}-`
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    if (/^import-\d+-\d+$/.test(name) && !name.startsWith(own)) {
      rmSync(join(directory, name), { recursive: true, force: true })
    }
  }
  for (let number = 1; ; number++) {
    const folder = join(directory, `${own}${number}`)
    if (existsSync(folder)) continue
    mkdirSync(folder, { mode: 0o700 })
    return folder
  }
}
