import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { PGlite } from '@electric-sql/pglite'
import { parse, serialize } from 'pg-protocol'

type Fields<Name extends keyof typeof serialize> = Parameters<(typeof serialize)[Name]>[0]

/**
 * What node-postgres speaks to in place of a connection over the network: PostgreSQL inside this process. The messages of one
 * statement (parse, bind, describe, execute, sync) are held until the last and go in together, because each way into
 * WebAssembly and out costs as much as a small statement. Answers are read by the driver's own parser as they come: by PGlite's, which
 * gathers and reads them first, statements take twice the processor time.
 */
export function embeddedConnection(client: PGlite): EventEmitter {
  const connection = new EventEmitter()
  const answers = new PassThrough()
  void parse(answers, message => {
    connection.emit(message.name === 'error' ? 'errorMessage' : message.name, message)
  })
  // A copy: what PostgreSQL writes into next is the same memory.
  const onRawData = (data: Uint8Array) => void answers.emit('data', Buffer.from(data))
  let held: Buffer[] = []
  let last: Promise<unknown> = client.waitReady
  const hold = (message: Buffer) => void held.push(message)
  const send = (message: Buffer) => {
    const messages = Buffer.concat([...held, message])
    held = []
    last = last
      // Into the files by itself, and flushed at a commit: see `DurableFolder`.
      .then(() => client.execProtocolRawStream(messages, { syncToFs: false, onRawData }))
      .catch(error => connection.emit('error', error))
  }
  return Object.assign(connection, {
    _connecting: false,
    stream: { destroy: () => {} },
    parsedStatements: {},
    submittedNamedStatements: {},
    async connect() {
      await client.waitReady
      process.nextTick(() => connection.emit('readyForQuery'))
    },
    startup: () => {},
    ref: () => {},
    unref: () => {},
    query: (text: string) => send(serialize.query(text)),
    // The types of parameters follow from the statement; what is given here is how answers are read.
    parse: ({ name, text }: Fields<'parse'>) =>
      hold(serialize.parse(name === undefined ? { text } : { name, text })),
    bind: (fields: Fields<'bind'>) => hold(serialize.bind(fields)),
    describe: (fields: Fields<'describe'>) => hold(serialize.describe(fields)),
    execute: (fields: Fields<'execute'>) => hold(serialize.execute(fields)),
    close: (fields: Fields<'close'>) => hold(serialize.close(fields)),
    flush: () => send(serialize.flush()),
    sync: () => send(serialize.sync()),
    end() {
      // Whoever listened is gone at once, since the pool may give the connection to its next client; then the end is told.
      connection.removeAllListeners()
      last = last.then(() => connection.emit('end'))
    },
  })
}
