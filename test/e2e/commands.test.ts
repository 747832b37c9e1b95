import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'node:test'
import { emptyFolder, lapwing, objects } from './lapwing.ts'

const folder = emptyFolder()
const data = join(folder, 'data')
const world = join(folder, 'world')

function worldFile(table: string): string {
  return join(world, `${table}.csv`)
}

test('an invented institution goes from files to an explained alert', async t => {
  await t.test('world writes the same institution for the same seed', async () => {
    const size = ['--customers', '400', '--seed', '3', '--json']
    const made = await lapwing(['world', '--out', world, ...size])
    assert.equal(made.code, 0, made.err)
    const again = await lapwing(['world', '--out', join(folder, 'again'), ...size])
    assert.equal(again.code, 0, again.err)
    assert.equal(
      readFileSync(worldFile('customers'), 'utf8'),
      readFileSync(join(folder, 'again', 'customers.csv'), 'utf8'),
    )
  })

  await t.test('import reads every row, and a second import changes nothing', async () => {
    const written = [
      'import',
      ...['customers', 'accounts', 'payments'].flatMap(table => [`--${table}`, worldFile(table)]),
      ...['--data', data, '--json'],
    ]
    const first = await lapwing(written)
    assert.equal(first.code, 0, first.err)
    const results = objects(first.out)
    assert.deepEqual(results.map(result => result.table).sort(), ['accounts', 'customers', 'payments'])
    for (const { read, accepted, duplicate, rejected } of results) {
      assert.ok(Number(read) > 0)
      assert.deepEqual([accepted, duplicate, rejected], [read, 0, 0])
    }
    const second = await lapwing(written)
    assert.equal(second.code, 0, second.err)
    for (const { read, accepted, duplicate } of objects(second.out))
      assert.deepEqual([accepted, duplicate], [0, read])
  })

  await t.test('detect before calibrate says what to do first, and changes nothing', async () => {
    const early = await lapwing(['detect', '--data', data])
    assert.equal(early.code, 3)
    assert.equal(early.out, '')
    assert.match(early.err, /not been calibrated yet\.\n.*lapwing calibrate/)
    assert.doesNotMatch(early.err, /\n {4}at /)
  })

  await t.test('calibrate and detect rank alerts, best first', async () => {
    const calibrated = await lapwing(['calibrate', '--data', data, '--budget', '2', '--json'])
    assert.equal(calibrated.code, 0, calibrated.err)
    const [summary] = objects(calibrated.out)
    assert.equal(summary?.customers, 400)
    const detected = await lapwing(['detect', '--data', data, '--json'])
    assert.equal(detected.code, 0, detected.err)
    const alerts = objects(detected.out)
    assert.ok(alerts.length > 0)
    const scores = alerts.map(alert => Number(alert.score_bans))
    assert.deepEqual(
      scores,
      scores.toSorted((one, other) => other - one),
    )
    for (const name of [
      'alert_id',
      'subject_kind',
      'subject_id',
      'role',
      'typology',
      'raised_at',
      'payment_id',
      'clock',
      'reasons',
      'speaks_against',
    ]) {
      assert.ok(name in alerts[0]!, name)
    }
    const threads = await lapwing(['detect', '--data', data, '--json', '--threads', '2'])
    assert.equal(threads.out, detected.out, 'the same alerts on two threads')
  })

  await t.test('explain shows one alert whole, by the beginning of its id', async () => {
    const [alert] = objects((await lapwing(['detect', '--data', data, '--json'])).out)
    const id = String(alert?.alert_id)
    const explained = await lapwing(['explain', id.slice(0, 10), '--data', data], {
      environment: { COLUMNS: '100' },
    })
    assert.equal(explained.code, 0, explained.err)
    for (const part of [
      id,
      'Evidence by family',
      'Indicators',
      'What speaks against',
      'Payments',
      'Published sources',
      'not proof',
    ]) {
      assert.ok(explained.out.includes(part), part)
    }
    assert.match(explained.out, /1 in [\d,]+/)
    assert.match(explained.out, /https:\/\//)
    assert.ok(!explained.out.includes('\x1b'), 'no colour where nobody asked for it')
    const [whole] = objects((await lapwing(['explain', id, '--data', data, '--json'])).out)
    assert.equal(whole?.alert_id, id)
    assert.ok(Array.isArray(whole?.payments) && whole.payments.length > 0)
  })

  await t.test('evaluate holds the alerts against the truth', async () => {
    const evaluated = await lapwing([
      'evaluate',
      '--truth',
      join(world, 'truth.csv'),
      '--data',
      data,
      '--json',
    ])
    assert.equal(evaluated.code, 0, evaluated.err)
    const recall = objects(evaluated.out).find(
      line => line.measure === 'recall' && line.typology === undefined,
    )
    assert.ok(Number(recall?.value) >= 0 && Number(recall?.n) > 0)
  })

  await t.test('evaluate asks other detectors, and writes a page', async () => {
    const page = join(world, 'evaluation.html')
    const truth = ['--truth', join(world, 'truth.csv'), '--data', data]
    const evaluated = await lapwing(['evaluate', ...truth, '--html', page, '--budget', '1/100', '--json'])
    assert.equal(evaluated.code, 0, evaluated.err)
    const lines = objects(evaluated.out)
    assert.ok(lines.every(line => 'low' in line && 'high' in line && Number(line.n) > 0))
    for (const detector of ['Lapwing', 'published rules', 'ECOD', 'chance']) {
      const precision = lines.find(line => line.detector === detector && line.measure === 'precision')
      assert.equal(precision?.budget, 4, detector)
    }
    const trees = lines.some(line => line.detector === 'boosted trees')
    assert.ok(trees || evaluated.err.includes('xgboost'), 'trees, or why there are none')
    assert.ok(lines.some(line => line.measure === 'false_positive_rate'))
    assert.match(readFileSync(page, 'utf8'), /<svg role="img"/)
  })

  await t.test('evaluate finds no alert that knew of later payments', async () => {
    const checked = await lapwing(['evaluate', '--leakage', '1', '--data', data, '--json'])
    assert.equal(checked.code, 0, checked.err)
    assert.equal(objects(checked.out)[0]?.value, 0)
  })
})

test('outcomes teach weights that are compared, adopted and withdrawn', async t => {
  const place = emptyFolder()
  const book = join(place, 'data')
  const at = ['--data', book, '--json']
  const run = async (written: readonly string[]) => {
    const ended = await lapwing([...written, ...at])
    assert.equal(ended.code, 0, ended.err)
    return objects(ended.out)
  }
  await run([
    'import',
    ...['customers', 'accounts', 'payments'].flatMap(table => [`--${table}`, worldFile(table)]),
  ])
  await run(['calibrate', '--budget', '3'])
  const before = await run(['detect'])
  const outcomes = join(place, 'outcomes.csv')
  const decide = (rows: readonly string[]) =>
    writeFileSync(outcomes, `customer_id,decided_at,typology,outcome,source\n${rows.join('\n')}\n`)
  decide(
    before.map(({ subject_id, typology }, i) => {
      return `${subject_id},2026-02-0${(i % 9) + 1}T00:00:00Z,${typology},${i % 3 === 0 ? 'cleared' : 'confirmed'},desk`
    }),
  )
  await run(['import', '--outcomes', outcomes])

  await t.test('learn says what moved, what would change, and changes nothing', async () => {
    const lines = await run(['learn', '--compare', '--next', '3'])
    const [weights] = lines.filter(({ line }) => line === 'weights')
    assert.ok(Number(weights!.decisions) > 0 && weights!.converged === true)
    const [changes] = lines.filter(({ line }) => line === 'changes')
    assert.equal(changes!.champion_alerts, before.length)
    assert.ok(
      lines.some(
        ({ line, measure, by }) => line === 'comparison' && measure === 'recall' && by === undefined,
      ),
    )
    assert.equal(lines.filter(({ line }) => line === 'next').length, 3)
    assert.deepEqual(await run(['detect']), before)
  })

  await t.test('a day that the calibration has seen beyond is refused', async () => {
    const early = await lapwing(['learn', '--until', '2025-06-01', '--data', book])
    assert.equal(early.code, 3)
    assert.match(early.err, /calibrate" with the same --until/)
  })

  await t.test('what is adopted is used, and what is withdrawn is not', async () => {
    await run(['learn', '--adopt'])
    const adopted = await run(['detect'])
    assert.ok(adopted.length > 0)
    assert.deepEqual(await run(['learn', '--withdraw']), [{ line: 'withdrawn' }])
    assert.deepEqual(await run(['detect']), before)
  })

  await t.test('a sample says after its decisions what the line misses', async () => {
    const none = await lapwing(['sample', '--estimate', '--data', book])
    assert.match(none.err, /Nobody has been drawn yet/)
    const drawn = await run(['sample', '--above', '2', '--below', '8', '--seed', '4'])
    assert.equal(drawn.filter(({ line }) => line !== 'just above').length, 8)
    decide(drawn.map(each => `${each.subject_id},2026-03-01T00:00:00Z,${each.typology},cleared,sample`))
    await run(['import', '--outcomes', outcomes])
    const estimates = await run(['sample', '--estimate'])
    assert.equal(
      estimates.reduce((sum, { decided }) => sum + Number(decided), 0),
      8,
    )
    // Where nobody is below the line, nobody can be missed.
    for (const { missed, high, below } of estimates)
      assert.ok(missed === 0 && Number(high) > 0 === Number(below) > 0)
  })
})

test('a wrong row is rejected with its place, and the rest is imported', async () => {
  const place = emptyFolder()
  const file = join(place, 'customers.csv')
  writeFileSync(
    file,
    'customer_id,kind,residence_country,customer_since\nC-1,person,AU,2019-05-01\nC-2,person,Australia,2019-05-01\n',
  )
  const imported = await lapwing(['import', '--customers', file, '--data', join(place, 'data'), '--json'])
  assert.equal(imported.code, 1)
  const [result] = objects(imported.out)
  assert.deepEqual([result?.read, result?.accepted, result?.rejected], [2, 1, 1])
  assert.match(readFileSync(String(result?.rejects_file), 'utf8'), /residence_country/)
})

test('payments of unknown accounts are named when nothing else is there', async () => {
  const unknown = join(folder, 'unknown-account')
  const file = join(folder, 'unknown-account.csv')
  writeFileSync(
    file,
    'payment_id,booked_at,account_id,direction,amount,currency,rail,status\np1,2025-03-14T09:26:53Z,a1,out,51.20,AUD,transfer,completed\n',
  )
  assert.equal((await lapwing(['import', '--payments', file, '--data', unknown])).code, 0)
  const calibrated = await lapwing(['calibrate', '--data', unknown])
  assert.equal(calibrated.code, 3)
  assert.match(calibrated.err, /None of the payments .*1 payments: their account is not among the accounts/s)
  assert.match(calibrated.err, /import the accounts/)
})

test('wrong use ends with 2 and says the nearest right word', async () => {
  const wrong = await lapwing(['import', '--paymets', 'x.csv'])
  assert.equal(wrong.code, 2)
  assert.equal(wrong.out, '')
  assert.match(wrong.err, /no option --paymets\.\n {2}Did you mean --payments\?/)
  assert.equal((await lapwing(['dectect'])).code, 2)
  assert.equal((await lapwing([])).code, 2)
})

test('a file that is not there fails and changes nothing', async () => {
  const place = emptyFolder()
  const failed = await lapwing([
    'import',
    '--payments',
    join(place, 'none.csv'),
    '--data',
    join(place, 'data'),
  ])
  assert.equal(failed.code, 3)
  assert.match(failed.out, /none\.csv/)
})

test('help teaches on standard output', async () => {
  const help = await lapwing(['import', '--help'])
  assert.equal(help.code, 0)
  assert.match(help.out, /^lapwing import: /)
  assert.match((await lapwing(['--help'])).out, /The way through/)
})

test('the packs that come along have nothing wrong', async () => {
  const checked = await lapwing(['packs', 'check'])
  assert.equal(checked.code, 0, checked.out)
})
