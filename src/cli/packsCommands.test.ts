import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { approvedFolder, approvedPlace, keepApproved } from '../typology/approved.ts'
import { readFolder } from '../typology/folder.ts'
import { referencePack as reference } from '../typology/referencePack.ts'
import { main } from './main.ts'
import { plain } from './terminal/style.ts'
import type { Terminal } from './terminal/terminal.ts'

/** An institution's overlay from making it to running with it: checked, signed, sealed, compared, watched. */

const folder = mkdtempSync(join(tmpdir(), 'lapwing-'))
const at = (...path: string[]) => join(folder, ...path)
const data = at('data')
const secret = 'a passphrase of several words'

function writeOverlay(name: string, text: string): string {
  mkdirSync(at(name), { recursive: true })
  writeFileSync(at(name, 'overlay.yaml'), `overlay: ours\nversion: 1.0.0\n${text}`)
  return at(name)
}

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

async function lapwing(
  written: readonly string[],
  options: { readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const out: string[] = []
  const err: string[] = []
  const terminal: Terminal = {
    width: 100,
    paint: plain,
    live: false,
    environment: options.environment ?? {},
    print: (...lines) => void out.push(...lines),
    note: (...lines) => void err.push(...lines),
    redraw: () => {},
  }
  const code = await main(written, terminal)
  return { code, out: out.join('\n'), err: err.join('\n') }
}

function objects(out: string): readonly Record<string, unknown>[] {
  return out
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line) as Record<string, unknown>)
}

async function done(written: readonly string[]) {
  const ended = await lapwing(written)
  assert.equal(ended.code, 0, `${written.join(' ')}\n${ended.err}${ended.out}`)
  return ended
}

test('an overlay goes from a folder to alerts, sealed and signed', async t => {
  const ours = writeOverlay('ours', 'weights: {live-distance-payer.many-payees: 4711}\n')
  const pack = at('pack')
  const keys = at('keys')
  mkdirSync(keys)
  writeFileSync(at('passphrase'), `${secret}\n`)
  const opening = ['--passphrase-file', at('passphrase')]

  await t.test('keys are made once, and never overwritten', async () => {
    await done(['packs', 'keygen', at('release')])
    const again = await lapwing(['packs', 'keygen', at('release')])
    assert.equal(again.code, 3)
    cpSync(at('release.pub'), join(keys, 'release.pub'))
  })

  await t.test('a signed pack verifies, and each change to it is named', async () => {
    cpSync(reference, pack, { recursive: true })
    await done(['packs', 'sign', pack, '--key', at('release.key')])
    await done(['packs', 'verify', pack, '--key', at('release.pub')])
    const broken = at('broken')
    cpSync(pack, broken, { recursive: true })
    writeFileSync(join(broken, 'cards', 'added.yaml'), '')
    rmSync(join(broken, 'sources.yaml'))
    const verified = await lapwing(['packs', 'verify', broken, '--key', at('release.pub'), '--json'])
    assert.equal(verified.code, 3)
    const [found] = objects(verified.out)
    assert.deepEqual(found?.mismatches, [
      { file: join(broken, 'cards', 'added.yaml'), what: 'added' },
      { file: join(broken, 'sources.yaml'), what: 'removed' },
    ])
  })

  await t.test('the reference pack comes as its manifest says', async () => {
    await done(['packs', 'verify'])
  })

  await t.test('a sealed overlay shows nothing, and opens with its passphrase alone', async () => {
    await done(['packs', 'sign', ours, '--key', at('release.key')])
    await done(['packs', 'seal', ours, '--out', at('ours.sealed'), ...opening])
    assert.doesNotMatch(readFileSync(at('ours.sealed'), 'latin1'), /many-payees|4711/)
    await done(['packs', 'check', at('ours.sealed'), ...opening])
    for (const passphrase of [{}, { LAPWING_PASSPHRASE: 'something else' }]) {
      const locked = await lapwing(['packs', 'check', at('ours.sealed')], {
        environment: passphrase,
      })
      assert.equal(locked.code, 3)
      assert.doesNotMatch(locked.err + locked.out, /many-payees|4711|several words|\n {4}at /)
    }
  })

  await t.test('the book learns and detects with the sealed overlay as with the folder', async () => {
    await done(['world', '--out', at('world'), '--customers', '200', '--months', '4', '--seed', '5'])
    const files = ['customers', 'accounts', 'payments'].flatMap(table => [
      `--${table}`,
      at('world', `${table}.csv`),
    ])
    await done(['import', ...files, '--data', data])
    const trusted = ['--packs', pack, '--require-signed', keys, '--data', data]
    const budget = ['--budget', '5']
    await done(['calibrate', ...trusted, ...budget, '--overlay', at('ours.sealed'), ...opening])
    const sealed = await done([
      'detect', ...trusted, '--json', '--overlay', at('ours.sealed'), ...opening,
    ]) // biome-ignore format: a row
    const plain = await done(['detect', ...trusted, '--json', '--overlay', ours])
    assert.equal(sealed.out, plain.out)
    const [alert] = objects(plain.out)
    assert.match(String(alert?.pack_digest), /^[0-9a-f]{64}$/)
    const calibration = JSON.parse(readFileSync(join(data, 'calibration.json'), 'utf8'))
    assert.equal(calibration.cards[0].pack_digest, alert?.pack_digest)
    assert.doesNotMatch(sealed.out + sealed.err, /4711/)
  })

  await t.test('packs and overlays that are not signed are refused where that is the policy', async () => {
    const policy = ['--require-signed', keys, '--data', data]
    const unsigned = await lapwing(['detect', ...policy])
    assert.equal(unsigned.code, 3)
    assert.match(unsigned.err, /only signed packs may be used, and this one is not signed/)
    const other = writeOverlay('other', 'weights: {live-distance-payer.many-payees: 4712}\n')
    const changed = await lapwing(['detect', ...policy, '--packs', pack, '--overlay', other])
    assert.equal(changed.code, 3)
    assert.match(changed.err, /is not signed/)
    assert.doesNotMatch(changed.err, /4712/)
  })

  await t.test('a pack does not differ from itself', async () => {
    const same = await done(['packs', 'diff', '--data', data, '--json', '--from', reference, '--to', pack])
    const lines = objects(same.out)
    assert.ok(lines.every(({ difference }) => ['kept', 'group', 'summary'].includes(String(difference))))
    const { gained, lost, reranked, from } = lines.at(-1)!
    assert.deepEqual([gained, lost, reranked], [0, 0, 0])
    assert.ok(Number(from) > 0)
  })

  await t.test('other weights are named, never shown, and what they do to alerts is', async () => {
    const none = writeOverlay(
      'none',
      'weights: {sextortion-victim.burst: 0, sextortion-victim.again-within-days: 0}\n',
    )
    const shown = await done(['packs', 'diff', '--data', data, '--overlay-to', none])
    assert.match(shown.out, /sextortion-victim +indicator burst +counts for less\n/)
    assert.match(shown.out, /sextortion-victim +indicator again-within-days +counts for less\n/)
    assert.match(shown.out, /\d+ before, \d+ after: \d+ gained, \d+ lost, \d+ kept/)
    for (const title of ['Typology', 'Age', 'Customer for', 'Corridor'])
      assert.match(shown.out, new RegExp(`^${title} +Before +After`, 'm'))
  })

  await t.test('drift of a month of the calibration is compared in every part', async () => {
    const watched = await done(['drift', '--data', data, '--json', '--packs', pack, '--overlay', ours])
    const lines = objects(watched.out)
    for (const compared of ['indicator', 'gate', 'alerts', 'field'])
      assert.ok(
        lines.some(line => line.compared === compared),
        compared,
      )
    assert.ok(lines.every(({ month }) => month === '2025-04'))
    for (const line of lines.filter(({ compared }) => compared === 'field')) {
      assert.ok(Number(line.psi) < 0.1, JSON.stringify(line))
      assert.deepEqual(line.unseen, [])
    }
    const wrong = await lapwing(['drift', '--data', data, '--month', '2025-13'])
    assert.equal(wrong.code, 2)
  })

  await t.test('an own card takes the place of a published one, and that is said', async () => {
    const published = await readFolder(reference)
    const text = published.files.get('cards/live-distance-payer.yaml')!.toString()
    const own = new Map([['live-distance-payer', text.replace('quiet_days: 180', 'quiet_days: 90')]])
    const passphrase = `${secret} for approved ones`
    await keepApproved(data, approvedFolder(own, 3, published), { passphrase, random: randomBytes })
    const environment = { LAPWING_PASSPHRASE: passphrase }
    const sealed = approvedPlace(data)
    const checked = await lapwing(['packs', 'check', sealed], { environment })
    assert.equal(checked.code, 0, checked.out)
    assert.match(
      checked.out,
      /warning: takes the place of the card "live-distance-payer" of the pack reference/,
    )
    const locked = await lapwing(['detect', '--data', data])
    assert.equal(locked.code, 3)
    assert.match(locked.err, /there is no passphrase to open it/)
    const before = await lapwing(['detect', '--data', data], { environment })
    assert.match(before.err, /card own-cards\/live-distance-payer was not calibrated/)
    const learnt = await lapwing(['calibrate', '--data', data, '--budget', '40'], { environment })
    assert.equal(learnt.code, 0, learnt.err)
    const found = await lapwing(['detect', '--data', data, '--json'], { environment })
    assert.equal(found.code, 0, found.err)
    assert.match(
      found.err,
      /Own version of live-distance-payer \(own-cards 1\.0\.3\) in place of the one of reference/,
    )
    const alerts = objects(found.out).filter(({ card }) => card === 'live-distance-payer')
    assert.ok(alerts.length > 0)
    for (const { pack, in_place_of } of alerts) {
      assert.equal(pack, 'own-cards')
      assert.equal((in_place_of as { pack: string }).pack, 'reference')
    }
    const explained = await lapwing(['explain', String(alerts[0]!.alert_id), '--data', data])
    assert.match(explained.out, /Own version +the institution's own, in place of the one/)
    await keepApproved(data, undefined, { passphrase, random: randomBytes })
    await done(['calibrate', '--data', data, '--budget', '40'])
    const again = await done(['detect', '--data', data, '--json'])
    const ids = new Set(objects(again.out).map(({ alert_id }) => alert_id))
    // What was decided about an alert stays decided, whichever version finds it.
    assert.ok(alerts.some(({ alert_id }) => ids.has(alert_id)))
  })
})
