import { Writable } from 'node:stream'
import { type Access, openAccess } from '../access/access.ts'
import { actAs, type Office } from '../access/desk.ts'
import type { Arrival } from '../casework/alerts/arrive.ts'
import { keepArriving } from '../casework/alerts/keep-arriving.ts'
import { keepWaking } from '../casework/alerts/keep-waking.ts'
import { keepOwnCards } from '../casework/ownCards/keep.ts'
import { cardLock } from '../casework/ownCards/lock.ts'
import { describeError } from '../domain/errors.ts'
import { readSettings, type Settings, sessionLimitsOf } from '../server/configuration.ts'
import type { Log } from '../server/log.ts'
import { createMetrics, type OwnMetrics } from '../server/metrics.ts'
import { createServer, hostNames, listen } from '../server/server.ts'
import { stopServing } from '../server/stop.ts'
import { measured } from '../store/measured.ts'
import { referencePack } from '../typology/referencePack.ts'
import { officeAt, storePlace } from './office.ts'
import { arrivalInWords } from './present/arrival.ts'
import { passphraseFrom } from './secretFiles.ts'
import type { Terminal } from './terminal/terminal.ts'

export interface Serving {
  readonly data: string
  readonly host: string
  readonly port: number
  readonly json: boolean
  readonly config?: string | undefined
  /** In place of the one that the settings name. */
  readonly store?: Parameters<typeof officeAt>[0]
  /** Where the settings give none. */
  readonly institutionName?: string
  readonly passphraseFile?: string
}

/** Serves a data folder until the process is asked to stop. Says when it answers. */
export async function serveUntilStopped(values: Serving, terminal: Terminal): Promise<void> {
  const read = await readSettings(terminal.environment, values.config)
  const passphrase = await passphraseFrom(values)
  const settings = { institution_name: values.institutionName, passphrase, ...read }
  const office = await officeAt(values.store ?? storePlace(settings, values.data))
  const metrics = createMetrics()
  const stop = new AbortController()
  const background = [
    takeIn(office, values.data, stop.signal, terminal),
    wake(office, stop.signal, terminal),
    keepCards(office, { data: values.data, passphrase: settings.passphrase, signal: stop.signal, terminal }),
  ]
  try {
    const store = measured(office.store, metrics.observeTransaction)
    const access = openAccess({ ...office, store }, sessionLimitsOf(settings))
    if (!(await access.hasUsers())) {
      terminal.note(
        'Nobody can sign in yet. Make the first user, then start again:',
        `lapwing users add NAME --roles administrator --data ${values.data}`,
      )
    }
    await serve(values, settings, { access, metrics, terminal })
  } finally {
    stop.abort()
    await Promise.all(background)
    await office.store.close()
  }
}

/** Findings of the data folder come into the queue while the server runs. */
function takeIn(office: Office, data: string, signal: AbortSignal, terminal: Terminal): Promise<void> {
  const desk = actAs({ kind: 'console' }, office)
  const tell = (arrival: Arrival | Error) =>
    terminal.note(arrival instanceof Error ? describeError(arrival) : arrivalInWords(arrival))
  return keepArriving({ desk, data, signal, tell })
}

/** What was put off comes back while the server runs. */
function wake(office: Office, signal: AbortSignal, terminal: Terminal): Promise<void> {
  const desk = actAs({ kind: 'console' }, office)
  return keepWaking({ desk, signal, tell: error => terminal.note(describeError(error)) })
}

/** Cards that were approved come to where detection reads them while the server runs. */
async function keepCards(
  office: Office,
  {
    data,
    passphrase,
    signal,
    terminal,
  }: {
    readonly data: string
    readonly passphrase: string | undefined
    readonly signal: AbortSignal
    readonly terminal: Terminal
  },
): Promise<void> {
  if (passphrase === undefined) return
  const desk = actAs({ kind: 'console' }, office)
  const tell = (error: Error) => terminal.note(describeError(error))
  await keepOwnCards({
    desk,
    data,
    passphrase,
    lock: cardLock(passphrase),
    packDirectory: referencePack,
    random: office.random,
    signal,
    tell,
  })
}

async function serve(
  values: Serving,
  settings: Settings,
  {
    access,
    metrics,
    terminal,
  }: { readonly access: Access; readonly metrics: OwnMetrics; readonly terminal: Terminal },
): Promise<void> {
  const hosts = hostNames(values.host, settings.public_origin)
  const log = logTo(terminal, settings)
  const server = await createServer({ data: values.data, hosts, access, settings, log, metrics })
  try {
    const address = await listen(server, values)
    terminal.print(values.json ? JSON.stringify({ ready: address }) : `ready ${address}`)
    await new Promise<void>(resolve => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
  } finally {
    const isWhole = await stopServing(server, settings.stop_seconds)
    if (!isWhole) server.log.warn('requests that took too long were cut off')
  }
}

/** To standard error; where a person watches, a line for every request would only be in the way. */
function logTo(terminal: Terminal, { log_level }: Settings): Log {
  const stream = new Writable({
    decodeStrings: false,
    write(line: string, _, done) {
      terminal.note(line.trimEnd())
      done()
    },
  })
  return { level: log_level ?? (terminal.live ? 'warn' : 'info'), stream }
}
