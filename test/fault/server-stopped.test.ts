import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { join } from 'node:path'
import test from 'node:test'
import { openStore } from '../../src/store/store.ts'
import { serviceTokens } from '../../src/store/tables/access.ts'
import { emptyFolder, lapwing, objects, serving } from '../e2e/lapwing.ts'
import { makeTokens, signIn } from '../e2e/requests.ts'

const data = emptyFolder()

test('a server that is stopped under load answers what it began, cuts off what does not end, and keeps all it acknowledged', async () => {
  const added = await lapwing(['users', 'add', 'robin', '--roles', 'administrator', '--data', data, '--json'])
  assert.equal(added.code, 0, added.err)
  const server = await serving(['serve', '--data', data, '--port', '0'], { LAPWING_STOP_SECONDS: '2' })
  const headers = await signIn(server.url, 'robin', String(objects(added.out)[0]!.password))

  const { hostname, port } = new URL(server.url)
  // A request whose body never comes: it must not keep the server from ending.
  const endless = connect(Number(port), hostname)
  endless.on('error', () => {})
  endless.write(
    `POST /api/session HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{`,
  )
  const loads = [1, 2, 3, 4].map(() => makeTokens(server.url, headers))
  await new Promise(resolve => setTimeout(resolve, 500))
  const ended = server.stop('SIGTERM')
  const acknowledged = (await Promise.all(loads)).flat()
  assert.ok(acknowledged.length > 0, 'nothing was acknowledged before the stop')
  assert.equal(await ended, 0)

  const store = await openStore({ directory: join(data, 'store') })
  const kept = await store.transaction(async transaction =>
    (await transaction.select().from(serviceTokens)).map(row => row.serviceTokenId),
  )
  await store.close()
  // Not only none lost: what was done was also answered.
  assert.deepEqual(kept.sort(), [...acknowledged].sort())
})
