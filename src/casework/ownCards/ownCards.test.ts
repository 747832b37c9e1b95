import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { actAs, type Desk } from '../../access/desk.ts'
import { sampleUser } from '../../access/office.sample.ts'
import { sql } from '../../store/drizzle.ts'
import { ownCardTexts } from '../../store/tables/ownCards.ts'
import { readApproved } from '../../typology/approved.ts'
import { fileText } from '../../typology/folder.ts'
import { referencePack } from '../../typology/referencePack.ts'
import { withdrawApproval } from '../duties/approvals/ask.ts'
import { decideApproval } from '../duties/approvals/decide.ts'
import { onEachStore } from '../duties/duties.sample.ts'
import { type Catalogue, readCatalogue } from '../typologies/catalogue.ts'
import { askForCard } from './ask.ts'
import { beginBackTest, keepBackTest } from './backTest.ts'
import type { BackTestResult } from './backTestResult.ts'
import { discardDraft, saveDraft } from './draft.ts'
import { keepOwnCards } from './keep.ts'
import { cardLock } from './lock.ts'
import { listOwnCards, readOwnCard } from './read.ts'

const passphrase = 'words of an invented institution'
const lock = cardLock(passphrase, 2)
let read: Promise<Catalogue> | undefined
const catalogue = () => {
  read ??= readCatalogue(referencePack)
  return read
}
const [save, discard, reads] = [
  saveDraft(catalogue, lock),
  discardDraft(catalogue),
  readOwnCard(catalogue, lock),
]
const begin = beginBackTest(catalogue, { lock, packDirectory: referencePack })
const keep = keepBackTest(catalogue)

/** Counted by nobody: what these tests look at is who may do what, and when. */
const result: BackTestResult = {
  since: '2029-10-01T00:00:00Z',
  until: '2030-01-01T00:00:00Z',
  budget_alerts_per_month: 20,
  ...{ payments: 9, customers: 3, cut_bans_before: 1.5, cut_bans_after: null },
  ...{ before: 2, after: 1, gained: 0, lost: 1, kept: 1, reranked: 0 },
  groups: {
    typology: [{ group: 'g', from: 2, to: 1, gained: 0, lost: 1 }],
    age: [],
    since: [],
    corridor: [],
  },
}

onEachStore(workplace => {
  let [scientist, colleague, validator, both]: Desk[] = []
  before(async () => {
    const { office } = workplace()
    const deskOf = async (name: string, roles: Parameters<typeof sampleUser>[2]) =>
      (await sampleUser(office, name, roles)).desk
    scientist = await deskOf('scientist', ['data-scientist'])
    colleague = await deskOf('colleague', ['data-scientist'])
    validator = await deskOf('validator', ['validator'])
    both = await deskOf('both', ['data-scientist', 'validator'])
  })
  const stateOf = (card: string) => validator!.perform(reads, { card })
  const changed = async (card: string, days: number) =>
    (await catalogue()).textOf(card)!.replace(/quiet_days: \d+/, `quiet_days: ${days}`)
  const saves = async (desk: Desk, card: string, text: string | null) =>
    desk.perform(save, { card, text, version: (await stateOf(card)).version })
  const tests = async (card: string) => {
    const { version } = await stateOf(card)
    const { number } = await scientist!.perform(begin, { card, version })
    return scientist!.perform(keep, { card, number, result })
  }
  const asks = async (desk: Desk, card: string) =>
    desk.perform(askForCard, { card, version: (await stateOf(card)).version, why: 'Too many alerts.' })
  const decides = (desk: Desk, approval_id: string, decision: 'approved' | 'refused' = 'approved') =>
    desk.perform(decideApproval, { approval_id, version: 1, decision, reason: 'Read and weighed.' })

  test('a draft is saved, gone on with by a colleague, and thrown away; nobody overwrites another', async () => {
    const card = 'traveller'
    assert.deepEqual([(await stateOf(card)).version, (await stateOf(card)).draft], [0, null])
    const first = await saves(scientist!, card, await changed(card, 10))
    assert.deepEqual([first.draft, first.version], [1, 1])
    await assert.rejects(scientist!.perform(save, { card, text: await changed(card, 11), version: 0 }), {
      code: 'changed-meanwhile',
    })
    const second = await saves(colleague!, card, await changed(card, 11))
    assert.equal(second.draft, 2)
    assert.equal((await saves(scientist!, card, await changed(card, 11))).version, second.version, 'the same')
    const { draft, published_text } = await stateOf(card)
    assert.equal(draft?.text, await changed(card, 11))
    assert.notEqual(draft?.text, published_text)
    assert.equal(draft?.authors.length, 2)
    await scientist!.perform(discard, { card, version: second.version })
    assert.equal((await stateOf(card)).draft, null)
  })

  test('texts are not readable in the store', async () => {
    const { office } = workplace()
    const rows = await office.store.transaction(transaction => transaction.select().from(ownCardTexts))
    assert.ok(rows.length > 0)
    for (const { content } of rows)
      assert.doesNotMatch(Buffer.from(content!).toString('latin1'), /quiet|measures|traveller/)
  })

  test('a text of another card, an unknown card and a withdrawal of nothing are refused', async () => {
    const text = await changed('traveller', 10)
    await assert.rejects(saves(scientist!, 'crypto-purchaser', text), { code: 'card-renamed' })
    await assert.rejects(scientist!.perform(save, { card: 'invented', text, version: 0 }), {
      code: 'not-found',
    })
    await assert.rejects(saves(scientist!, 'crypto-purchaser', null), { code: 'not-in-use' })
    await assert.rejects(saves(validator!, 'traveller', text), { code: 'not-found' })
    const closed = saveDraft(catalogue, undefined)
    await assert.rejects(scientist!.perform(closed, { card: 'traveller', text, version: 0 }), {
      code: 'passphrase-missing',
    })
  })

  test('a draft with an error is kept, and not back-tested', async () => {
    const card = 'material-merchant'
    await saves(scientist!, card, `card: ${card}\nversion: none\n`)
    await assert.rejects(tests(card), { code: 'card-invalid' })
  })

  test('approval is asked for a back-tested text, decided by another, and then in use', async () => {
    const card = 'sextortion-mule'
    await saves(scientist!, card, await changed(card, 33))
    await assert.rejects(asks(scientist!, card), { code: 'back-test-missing' })
    await tests(card)
    await saves(scientist!, card, await changed(card, 34))
    await assert.rejects(asks(scientist!, card), { code: 'back-test-missing' })
    await tests(card)
    const { approval_id } = await asks(scientist!, card)
    await assert.rejects(saves(scientist!, card, await changed(card, 35)), { code: 'approval-waits' })
    await assert.rejects(asks(scientist!, card), { code: 'asked-already' })
    await assert.rejects(decides(scientist!, approval_id), { code: 'not-found' })
    const waiting = await stateOf(card)
    assert.deepEqual([waiting.approval_is_of_draft, waiting.back_test?.lost], [true, 1])
    const { items } = await validator!.perform(listOwnCards, {})
    assert.equal(items.find(each => each.card === card)?.approval_id, approval_id)
    await decides(validator!, approval_id)
    const { in_use, draft, approval } = await stateOf(card)
    assert.deepEqual([in_use?.text, draft, approval?.decision], [await changed(card, 34), null, 'approved'])
  })

  test('nobody approves what they wrote, whoever asked, and the store itself holds to that', async () => {
    const card = 'sextortion-victim'
    await saves(both!, card, await changed(card, 44))
    await saves(scientist!, card, await changed(card, 45))
    await tests(card)
    const { approval_id } = await asks(scientist!, card)
    await assert.rejects(decides(both!, approval_id), { code: 'four-eyes' })
    const { office } = workplace()
    const id = (both!.caller as { id: string }).id
    const forged = office.store.transaction(transaction =>
      transaction.execute(sql`UPDATE approvals SET decision = 'approved', decided_by = ${id}, decided_at = 1
        WHERE approval_id = ${approval_id}`),
    )
    await assert.rejects(forged, (error: Error) => /a text of their own/.test(String(error.cause)))
    await decides(validator!, approval_id, 'refused')
    const refused = await stateOf(card)
    assert.deepEqual([refused.in_use, refused.draft?.text], [null, await changed(card, 45)])
    await assert.rejects(asks(scientist!, card), { code: 'asked-already' })
  })

  test('what was taken back can be worked on and asked for again', async () => {
    const card = 'material-purchaser'
    await saves(scientist!, card, await changed(card, 55))
    await tests(card)
    const { approval_id, version } = await asks(scientist!, card)
    await scientist!.perform(withdrawApproval, { approval_id, version })
    assert.equal((await asks(scientist!, card)).decision, null)
  })

  test('detection finds what is in use, sealed, as it comes and goes', async () => {
    const { office } = workplace()
    const data = mkdtempSync(join(tmpdir(), 'lapwing-own-cards-'))
    const stop = new AbortController()
    const wrong: Error[] = []
    const kept = keepOwnCards({
      ...{ desk: actAs({ kind: 'console' }, office), data, passphrase, packDirectory: referencePack },
      ...{
        random: office.random,
        everyMillis: 20,
        signal: stop.signal,
        tell: error => void wrong.push(error),
      },
      lock,
    })
    const card = 'sextortion-mule'
    const inFile = async () => {
      const folder = await readApproved(data, passphrase)
      return folder && fileText(folder, `cards/${card}.yaml`)
    }
    const until = async (expected: string | undefined) => {
      for (let tries = 0; (await inFile()) !== expected; tries++) {
        assert.ok(tries < 200, 'the file follows the store')
        await new Promise(resolve => setTimeout(resolve, 20))
      }
    }
    try {
      await until(await changed(card, 34))
      await saves(scientist!, card, null)
      await tests(card)
      const { approval_id } = await asks(scientist!, card)
      await until(await changed(card, 34))
      await decides(validator!, approval_id)
      await until(undefined)
      assert.equal((await stateOf(card)).in_use, null)
      assert.deepEqual(wrong, [])
    } finally {
      stop.abort()
      await kept
      rmSync(data, { recursive: true })
    }
  })
})
