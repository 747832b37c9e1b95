import { fdatasyncSync } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import pg from 'pg'
import { LapwingError } from '../domain/errors.ts'
import type { Connection } from './connection.ts'
import { embeddedConnection } from './embeddedConnection.ts'
import { lockFolder } from './lock.ts'
import { onPool } from './postgres.ts'
import { keepUp, upkeepParameters } from './upkeep.ts'

/** PostgreSQL inside this process. `client` is there for dumps. */
export interface Embedded extends Connection {
  readonly client: PGlite
}

/**
 * PGlite starts PostgreSQL with fsync off, and its file layer drops the call. Here the write-ahead log is flushed to the
 * disk before a commit is acknowledged, so that it outlives a crash of the machine and not only of the process.
 */
const durably = [
  ...PGlite.defaultStartParams.filter(each => each !== '-F'),
  ...['-c', 'wal_sync_method=fsync'],
  ...upkeepParameters,
]

class DurableFolder extends NodeFS {
  override async init(client: Parameters<NodeFS['init']>[0], options: Parameters<NodeFS['init']>[1]) {
    const { emscriptenOpts } = await super.init(client, options)
    const flush = (module: object) => {
      const { NODEFS } = module as { NODEFS: { stream_ops: { fsync?: (stream: { nfd: number }) => number } } }
      NODEFS.stream_ops.fsync = ({ nfd }) => {
        fdatasyncSync(nfd)
        return 0
      }
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), flush] } }
  }
}

/**
 * Opens the store of a folder, and creates both where they do not exist.
 *
 * @throws LapwingError `store-locked` (another process has it open), `store-damaged`, `folder-not-writable`
 */
export async function openFolder(directory: string): Promise<Connection> {
  const unlock = await lockFolder(directory)
  try {
    const cluster = join(resolve(directory), 'postgres')
    await createCluster(cluster)
    const client = await PGlite.create({ fs: new DurableFolder(cluster), startParams: durably })
    const connection = embedded(client, directory)
    const { close } = connection
    const endUpkeep = keepUp(connection)
    return {
      ...connection,
      async close() {
        await endUpkeep()
        await close()
        unlock()
      },
    }
  } catch (cause) {
    unlock()
    throw new LapwingError('store-damaged', 'the store in this folder cannot be opened', {
      place: directory,
      remedy: 'restore it from a backup, or move the folder away to begin anew',
      cause,
    })
  }
}

/** Under another name until it is whole, so that a first start that was killed leaves nothing half made. */
async function createCluster(cluster: string): Promise<void> {
  const exists = await access(cluster).then(
    () => true,
    () => false,
  )
  if (exists) return
  const unfinished = `${cluster}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true, mode: 0o700 })
  const client = await PGlite.create({ fs: new NodeFS(unfinished) })
  await client.close()
  // Each file once, and not at each of the many steps that make it.
  for (const entry of await readdir(unfinished, { recursive: true, withFileTypes: true })) {
    const file = await open(join(entry.parentPath, entry.name))
    await file.sync()
    await file.close()
  }
  await rename(unfinished, cluster)
}

/** A store that lives as long as the process; `template` is a dump of another to begin with. */
export async function openMemory(template?: Blob): Promise<Embedded> {
  const options: PGliteOptions = template === undefined ? {} : { loadDataDir: template }
  return embedded(await PGlite.create('memory://', options), 'memory')
}

/**
 * Through the same driver as a PostgreSQL server: it keeps statements planned, where PGlite's own query parses and plans each
 * every time. One connection, so that transactions come one after the other.
 */
function embedded(client: PGlite, place: string): Embedded {
  const connection = embeddedConnection(client)
  const pool = new pg.Pool({ ...{ connection, pipeline: true }, max: 1, idleTimeoutMillis: 0 })
  const connected = onPool(pool, place)
  const { close } = connected
  return {
    ...connected,
    client,
    isSerial: true,
    async close() {
      await close()
      await client.close()
    },
  }
}
