import { createServer, hostNames, listen } from '../server/server.ts'
import type { Terminal } from './terminal/terminal.ts'

/** Serves a data folder until the process is asked to stop. Says when it answers. */
export async function serveUntilStopped(
  values: {
    readonly data: string
    readonly host: string
    readonly port: number
    readonly allowRemote: boolean
    readonly json: boolean
  },
  terminal: Terminal,
): Promise<void> {
  const server = await createServer({ data: values.data, hosts: hostNames(values.host, values.allowRemote) })
  const address = await listen(server, values)
  terminal.print(values.json ? JSON.stringify({ ready: address }) : `ready ${address}`)
  await new Promise<void>(resolve => {
    process.once('SIGINT', resolve)
    process.once('SIGTERM', resolve)
  })
  await server.close()
}
