import assert from 'node:assert/strict'
import { join } from 'node:path'
import test from 'node:test'
import { allLinks } from '../../src/audit/read.ts'
import { verifyChain } from '../../src/audit/verify.ts'
import { openStore } from '../../src/store/store.ts'
import { serviceTokens } from '../../src/store/tables/access.ts'
import { emptyFolder, lapwing, objects, serving } from '../e2e/lapwing.ts'
import { makeTokens, signIn } from '../e2e/requests.ts'

const data = emptyFolder()
const seed = Number(process.env.LAPWING_SEED ?? Date.now() % 100_000)

test(`a server killed under load loses no acknowledged write, and its chain is whole (seed ${seed})`, async () => {
  const added = await lapwing(['users', 'add', 'robin', '--roles', 'administrator', '--data', data, '--json'])
  assert.equal(added.code, 0, added.err)
  const password = String(objects(added.out)[0]!.password)

  const server = await serving(['serve', '--data', data, '--port', '0'])
  const headers = await signIn(server.url, 'robin', password)
  const loads = [1, 2, 3, 4].map(() => makeTokens(server.url, headers))
  await new Promise(resolve => setTimeout(resolve, 300 + (seed % 700)))
  void server.stop('SIGKILL')
  const acknowledged = (await Promise.all(loads)).flat()
  assert.ok(acknowledged.length > 0, 'nothing was acknowledged before the kill')

  const store = await openStore({ directory: join(data, 'store') })
  const { kept, verification } = await store.transaction(async transaction => ({
    kept: new Set((await transaction.select().from(serviceTokens)).map(row => row.serviceTokenId)),
    verification: await verifyChain(allLinks(transaction)),
  }))
  await store.close()
  assert.deepEqual(
    acknowledged.filter(id => !kept.has(id)),
    [],
  )
  assert.deepEqual(verification.faults, [])
  // The user, the sign-in, and a link for each token: what is done and what records it are kept together.
  assert.equal(verification.links, kept.size + 2)
})
