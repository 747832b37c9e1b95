import assert from 'node:assert/strict'
import { test } from 'node:test'
import { delaysOf } from '../delay.ts'
import { evaluate } from '../evaluate.ts'
import { alerts, evaluationSample, truth } from '../evaluation.sample.ts'
import { resamplingOf } from '../seeded.sample.ts'
import { tableOf } from './html.ts'
import { evaluationPage } from './page.ts'
import { binned } from './sections.ts'

test('the page asks nothing of any other host and runs nothing', () => {
  const page = evaluationPage(evaluationSample())
  assert.doesNotMatch(page, /<script|<link|<img|<iframe|@import|url\((?!#)|\son\w+=/i)
  const addresses = [...page.matchAll(/https?:\/\/[^"'\s<]*/g)].map(([address]) => address)
  assert.deepEqual([...new Set(addresses)].sort(), [
    'http://www.w3.org/1999/xlink',
    'http://www.w3.org/2000/svg',
  ])
})

test('every chart has words for those who do not see it, and a table in its section', () => {
  const page = evaluationPage(evaluationSample())
  const sections = page.split('<section>').slice(1)
  const drawn = sections.filter(section => section.includes('<svg'))
  assert.equal(drawn.length, 3)
  for (const section of drawn) {
    assert.match(section, /<svg role="img" aria-label="[^"]{20,}"/)
    assert.match(section, /<figcaption>/)
    assert.match(section, /<table><caption>/)
  }
  assert.doesNotMatch(page, /NaN|undefined|Infinity/)
})

test('texts of the data stand on the page as texts', () => {
  const page = evaluationPage(evaluationSample())
  assert.ok(page.includes('&#60;first&#62;') && page.includes('letter &#38; more'))
  assert.ok(!page.includes('<first>') && !page.includes('<reason>'))
  assert.match(tableOf('"', [{ title: '<' }], [["'"]]), /aria-label="&#34;".*&#60;.*&#39;/s)
})

test('without other detectors or a book the page leaves those sections out', () => {
  const { compared: _, ...rest } = evaluationSample()
  const lines = evaluate({ alerts, truth, budgets: [3], resampling: resamplingOf(1) })
  const page = evaluationPage({ ...rest, lines, budgets: [3], compared: undefined, missing: [] })
  assert.equal(page.split('<section>').length - 1, 3)
})

test('each true subject is in one bin of time, or not found', () => {
  const counts = binned(delaysOf(truth, alerts), 3)
  assert.deepEqual(
    counts.filter(({ count }) => count > 0).map(({ name, count }) => [name, count]),
    [
      ['under\n1 hour', 1],
      ['1 to 7\ndays', 1],
      ['not\nfound', 1],
    ],
  )
})
