import { type Access, openAccess } from '../access/access.ts'
import { actAs, type Office } from '../access/desk.ts'
import type { Arrival } from '../casework/alerts/arrive.ts'
import { keepArriving } from '../casework/alerts/keep-arriving.ts'
import { describeError } from '../domain/errors.ts'
import { readSettings, type Settings, sessionLimitsOf } from '../server/configuration.ts'
import { createServer, hostNames, listen } from '../server/server.ts'
import { hasStore, openOffice, storePlace } from './office.ts'
import { arrivalInWords } from './present/arrival.ts'
import type { Terminal } from './terminal/terminal.ts'

export interface Serving {
  readonly data: string
  readonly host: string
  readonly port: number
  readonly allowRemote: boolean
  readonly json: boolean
  readonly config?: string | undefined
}

/** Serves a data folder until the process is asked to stop. Says when it answers. */
export async function serveUntilStopped(values: Serving, terminal: Terminal): Promise<void> {
  const settings = await readSettings(terminal.environment, values.config)
  // Before there are users, the page alone is served, to this machine.
  const office = hasStore(storePlace(settings, values.data))
    ? await openOffice(settings, values.data)
    : undefined
  const stop = new AbortController()
  const arriving = office && takeIn(office, values.data, stop.signal, terminal)
  try {
    const access = office && openAccess(office, sessionLimitsOf(settings))
    await serve(values, settings, access, terminal)
  } finally {
    stop.abort()
    await arriving
    await office?.store.close()
  }
}

/** Findings of the data folder come into the queue while the server runs. */
function takeIn(office: Office, data: string, signal: AbortSignal, terminal: Terminal): Promise<void> {
  const desk = actAs({ kind: 'console' }, office)
  const tell = (arrival: Arrival | Error) =>
    terminal.note(arrival instanceof Error ? describeError(arrival) : arrivalInWords(arrival))
  return keepArriving({ desk, data, signal, tell })
}

async function serve(
  values: Serving,
  settings: Settings,
  access: Access | undefined,
  terminal: Terminal,
): Promise<void> {
  const hosts = hostNames(values.host, { ...values, publicOrigin: settings.public_origin })
  const server = await createServer({ data: values.data, hosts, access, settings })
  try {
    const address = await listen(server, { ...values, hasSignIn: access !== undefined })
    terminal.print(values.json ? JSON.stringify({ ready: address }) : `ready ${address}`)
    await new Promise<void>(resolve => {
      process.once('SIGINT', resolve)
      process.once('SIGTERM', resolve)
    })
  } finally {
    await server.close()
  }
}
