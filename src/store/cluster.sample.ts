import { execFile, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A PostgreSQL server of a test's own. */
export interface Cluster {
  readonly url: string
  /** The address of a database in it. */
  urlOf(database: string): string
  /** A new, empty database in it. */
  createDatabase(name: string): Promise<string>
  /** Kills it with SIGKILL, as a loss of power would end it, and starts it again. */
  crash(): Promise<void>
  /** With `keepIn`, what it holds is moved there; `startCluster` begins with it again. */
  stop(keepIn?: string): Promise<void>
}

/** Where the newest PostgreSQL of this machine has its programs; absent where there is none. */
export function postgresPrograms(): string | undefined {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
  return versions.map(each => join(root, each, 'bin')).find(each => existsSync(join(each, 'initdb')))
}

/** Starts a private server on a free port of the loopback address, in a temporary folder; empty, or with what was kept in `from`. */
export async function startCluster(programs: string, from?: string): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'lapwing-postgres-'))
  const account = await serverAccount()
  if (account !== undefined) await chown(folder, account.uid, account.gid)
  const options = { ...account, cwd: folder }
  if (from !== undefined) await run('mv', ['-T', from, join(folder, 'data')])
  else {
    await run(
      join(programs, 'initdb'),
      ['-D', join(folder, 'data'), '-U', 'lapwing', '-A', 'trust', '-N'],
      options,
    )
  }
  const port = await freePort()
  const launch = () => {
    const server = spawn(
      join(programs, 'postgres'),
      ['-D', join(folder, 'data'), '-p', String(port), '-h', '127.0.0.1', '-k', folder],
      { ...options, stdio: 'ignore' },
    )
    const ended = new Promise<void>(resolve => server.on('exit', () => resolve()))
    return { server, ended }
  }
  let running = launch()
  const psql = (statement: string) =>
    run(
      join(programs, 'psql'),
      ['-h', '127.0.0.1', '-p', String(port), '-U', 'lapwing', '-d', 'postgres', '-c', statement],
      options,
    )
  const untilReady = async () => {
    for (let attempt = 0; attempt < 200; attempt++) {
      const answers = await psql('SELECT 1').then(
        () => true,
        () => false,
      )
      if (answers) return
      // It does not start while processes of one that was killed are still ending.
      if (running.server.exitCode !== null) running = launch()
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    throw new Error('PostgreSQL does not answer')
  }
  await untilReady()
  const urlOf = (database: string) => `postgresql://lapwing@127.0.0.1:${port}/${database}`
  return {
    url: urlOf('postgres'),
    async createDatabase(name) {
      await psql(`CREATE DATABASE ${name}`)
      return urlOf(name)
    },
    async crash() {
      running.server.kill('SIGKILL')
      await running.ended
      running = launch()
      await untilReady()
    },
    urlOf,
    async stop(keepIn) {
      // Fast shutdown: open connections are ended.
      running.server.kill('SIGINT')
      await running.ended
      if (keepIn !== undefined) await run('mv', ['-T', join(folder, 'data'), keepIn])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: it then runs as the account that its package made. */
async function serverAccount(): Promise<{ readonly uid: number; readonly gid: number } | undefined> {
  if (userInfo().uid !== 0) return undefined
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async flag => Number((await run('id', [flag, 'postgres'])).stdout)),
  )
  return { uid: uid!, gid: gid! }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>(resolve => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise(resolve => probe.close(resolve))
  return port
}
