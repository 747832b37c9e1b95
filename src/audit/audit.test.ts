import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { makeKeys, readPrivateKey, readPublicKey } from '../domain/keys.ts'
import { sql } from '../store/drizzle.ts'
import { memoryStore } from '../store/store.sample.ts'
import type { Store } from '../store/store.ts'
import { anchorOf, readAnchors } from './anchor.ts'
import { type AuditLink, hashOf, linkAfter } from './link.ts'
import { allLinks, recentLinks } from './read.ts'
import { headOf, record } from './record.ts'
import { verifyChain } from './verify.ts'

function chain(length: number): AuditLink[] {
  const links: AuditLink[] = []
  for (let at = 0; at < length; at++) {
    const event = { actor: `user:${at % 3}`, action: 'case.read', object: `Case:${at % 5}`, detail: { at } }
    links.push(linkAfter(links.at(-1), 1_000 + at, event))
  }
  return links
}

test('a chain that nobody touched is whole', async () => {
  const links = chain(50)
  const { faults, head } = await verifyChain(links, [links[9]!, links[49]!])
  assert.deepEqual(faults, [])
  assert.equal(head?.sequence, 50)
})

const textFields = ['actor', 'action', 'object', 'detail', 'purpose'] as const

test('any change of any field is found, at the link where it was made', async () => {
  const links = chain(30)
  await fc.assert(
    fc.asyncProperty(
      fc.nat(29),
      fc.constantFrom(...textFields, 'recordedAt', 'hash', 'previousHash'),
      fc.string({ minLength: 1 }),
      async (at, field, text) => {
        const old = links[at]!
        const value = field === 'recordedAt' ? old.recordedAt + 1 + text.length : `${old[field] ?? ''}${text}`
        const { faults } = await verifyChain(links.with(at, { ...old, [field]: value }))
        assert.equal(faults[0]?.sequence, at + 1)
      },
    ),
  )
})

test('a change whose own hash was made anew is found at the link after it', async () => {
  const links = chain(30)
  await fc.assert(
    fc.asyncProperty(fc.nat(28), async at => {
      const forged = { ...links[at]!, actor: 'user:other' }
      const { faults } = await verifyChain(links.with(at, { ...forged, hash: hashOf(forged) }))
      assert.deepEqual(faults, [{ sequence: at + 2, what: 'does not follow the one before' }])
    }),
  )
})

test('links that were taken out are named by the first of them', async () => {
  const links = chain(30)
  await fc.assert(
    fc.asyncProperty(fc.nat(28), fc.integer({ min: 1, max: 5 }), async (at, length) => {
      const end = Math.min(at + length, 29)
      const { faults } = await verifyChain([...links.slice(0, at), ...links.slice(end)])
      assert.deepEqual(faults, [{ sequence: at + 1, what: 'missing' }])
    }),
  )
})

test('two links that changed places are both found', async () => {
  const links = chain(30)
  await fc.assert(
    fc.asyncProperty(fc.nat(29), fc.nat(29), async (a, b) => {
      fc.pre(a !== b)
      const moved = links
        .with(a, { ...links[b]!, sequence: a + 1 })
        .with(b, { ...links[a]!, sequence: b + 1 })
      const changed = (await verifyChain(moved)).faults.filter(({ what }) => what === 'changed')
      assert.deepEqual(
        changed.map(({ sequence }) => sequence),
        [a + 1, b + 1].sort((x, y) => x - y),
      )
    }),
  )
})

test('a tail that was cut off or written anew shows against an anchor, and only there', async () => {
  const links = chain(30)
  const anchors = [links[19]!]
  await fc.assert(
    fc.asyncProperty(fc.nat(18), async at => {
      const cut = links.slice(0, at)
      assert.deepEqual((await verifyChain(cut)).faults, [])
      assert.deepEqual((await verifyChain(cut, anchors)).faults, [{ sequence: at + 1, what: 'missing' }])
      const anew = [...cut]
      while (anew.length < 30) {
        anew.push(linkAfter(anew.at(-1), 5_000, { actor: 'user:0', action: 'a', object: 'Case:0' }))
      }
      assert.deepEqual((await verifyChain(anew)).faults, [])
      assert.deepEqual((await verifyChain(anew, anchors)).faults, [{ sequence: 20, what: 'not as anchored' }])
    }),
  )
})

test('an anchor is good only as it was signed, and by a key that was named', () => {
  const [mine, other] = [makeKeys(), makeKeys()]
  const publicKey = readPublicKey('mine', mine.publicKey)
  const anchor = anchorOf(chain(3)[2]!, 7, readPrivateKey('mine', mine.privateKey))
  const line = `${JSON.stringify(anchor)}\n`
  assert.deepEqual(readAnchors('anchors', line, [publicKey]), [anchor])
  const forged = JSON.stringify({ ...anchor, sequence: 2 })
  for (const [text, keys] of [
    [forged, [publicKey]],
    [line, [readPublicKey('other', other.publicKey)]],
    ['{"format":"lapwing-audit-anchor-1"}', [publicKey]],
    ['not json', [publicKey]],
  ] as const) {
    assert.throws(() => readAnchors('anchors', text, keys), {
      code: 'anchor-invalid',
      place: 'anchors, line 1',
    })
  }
})

let store: Store
before(async () => {
  store = await memoryStore()
})
after(() => store.close())

test('links are written with what they record, or not at all, and only ever added', async () => {
  const event = { actor: 'user:1', action: 'case.read', object: 'Case:7', purpose: 'investigation' }
  await store.transaction(transaction => record(transaction, 1, [event, { ...event, object: 'Case:8' }]))
  await assert.rejects(
    store.transaction(async transaction => {
      await record(transaction, 2, [event])
      throw new Error('too late')
    }),
    /too late/,
  )
  await Promise.all([3, 4, 5].map(at => store.transaction(transaction => record(transaction, at, [event]))))
  await store.transaction(async transaction => {
    const { faults, links } = await verifyChain(allLinks(transaction))
    assert.deepEqual({ faults, links }, { faults: [], links: 5 })
    assert.equal((await headOf(transaction))?.sequence, 5)
    const ofEight = await recentLinks(transaction, { object: 'Case:8', limit: 10 })
    assert.deepEqual(
      ofEight.map(({ sequence, purpose }) => [sequence, purpose]),
      [[2, 'investigation']],
    )
  })
  for (const statement of [
    "UPDATE audit_links SET actor = 'x'",
    'DELETE FROM audit_links',
    'TRUNCATE audit_links',
  ]) {
    await assert.rejects(
      store.transaction(transaction => transaction.execute(sql.raw(statement))),
      (error: Error) => /only grows/.test(String(error.cause)),
    )
  }
})

test('what is done behind the triggers is found in the store', async () => {
  const event = { actor: 'user:1', action: 'case.read', object: 'Case:7' }
  await store.transaction(transaction => record(transaction, 6, [event, event, event]))
  const faults = await store
    .transaction(async transaction => {
      await transaction.execute(sql`ALTER TABLE audit_links DISABLE TRIGGER USER`)
      await transaction.execute(sql`UPDATE audit_links SET purpose = 'another' WHERE sequence = 3`)
      await transaction.execute(sql`DELETE FROM audit_links WHERE sequence = 6`)
      const found = await verifyChain(allLinks(transaction))
      throw Object.assign(new Error('undo'), { faults: found.faults })
    })
    .catch(error => error.faults)
  assert.deepEqual(faults, [
    { sequence: 3, what: 'changed' },
    { sequence: 6, what: 'missing' },
  ])
})

test('the store completes a link as anybody can compute it, whatever is in it', async () => {
  const text = fc.string({ unit: 'grapheme' }).map(each => each.replaceAll('\0', ''))
  const events = fc.record({
    actor: text,
    action: text,
    object: text,
    purpose: fc.option(text, { nil: undefined }),
    detail: fc.dictionary(text, fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }))),
  })
  await fc.assert(
    fc.asyncProperty(events, fc.maxSafeNat(), async (event, at) => {
      const [before, after] = await store.transaction(async transaction => {
        const before = await headOf(transaction)
        await record(transaction, at, [event])
        return [before, await headOf(transaction)]
      })
      assert.deepEqual(after, linkAfter(before, at, event))
    }),
    { numRuns: 30 },
  )
})
