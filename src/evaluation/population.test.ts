import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowsOf } from '../detection/crowd.sample.ts'
import { LapwingError } from '../domain/errors.ts'
import { withBook } from './book.sample.ts'
import { alertsOf, parseBudget } from './budgets.ts'
import { parseGroups } from './groups.ts'
import { groupingOf, readPopulation } from './population.ts'

test('customers are grouped by age and years on the last day of the book, and by the country they deal with most', async () => {
  const countries = ['PH', 'PH', 'TH', 'AU', 'AU', 'AU']
  const ids = Array.from({ length: 60 }, (_, i) => `c${i}`)
  const deeds = [
    ...ids.flatMap(customer_id =>
      countries.map((counterparty_country, i) => {
        return { customer_id, at: i, counterparty_id: `p${i}`, counterparty_country }
      }),
    ),
    { customer_id: 'alone', at: 1 },
  ]
  const people = Object.fromEntries([
    // 18 on the last day, 6 January 2025, and no sooner.
    ...ids.map(id => [id, { birth_date: '2007-01-06', customer_since: '2024-01-08' }]),
    ['alone', { birth_date: '1960-01-01', customer_since: '2000-01-01' }],
  ])
  await withBook(rowsOf(deeds, people), async book => {
    const { subjects, groupings } = await readPopulation(book)
    assert.deepEqual(subjects, { customer: 61, counterparty: 6 })
    const of = (id: string) => groupings.map(({ name, groupOf }) => [name, groupOf.get(id)])
    assert.deepEqual(of('c0'), [
      ['age', '18 to 24'],
      ['main foreign country', 'Philippines'],
      ['years as a customer', 'under 1 year'],
    ])
    assert.deepEqual(of('alone'), [
      ['age', 'groups of fewer than 50'],
      ['main foreign country', 'groups of fewer than 50'],
      ['years as a customer', 'groups of fewer than 50'],
    ])
  })
})

test('groups stand in the order asked, then by size, and small ones in one', () => {
  const sizes = { b: 60, a: 70, c: 55, d: 3 }
  const stated = Object.entries(sizes).flatMap(([group, size]) =>
    Array.from({ length: size }, (_, i) => [`${group}${i}`, group] as const),
  )
  const { groups, groupOf } = groupingOf('letter', new Map(stated), ['c', 'missing'])
  assert.deepEqual(groups, ['c', 'a', 'b', 'groups of fewer than 50'])
  assert.equal(groupOf.get('d1'), 'groups of fewer than 50')
})

test('a file of groups adds one grouping a column, and a wrong line is named', () => {
  const customers = Array.from({ length: 120 }, (_, i) => `c${i}`)
  const line = (id: string, i: number) => `${i % 2 === 0 ? 'f' : 'm'},${id},city`
  const rows = customers.slice(0, 110).map(line)
  const text = (...lines: string[]) => ['gender,customer_id,"place, kind"', ...lines].join('\n')
  const groupings = parseGroups(text(...rows), 'groups.csv', customers)
  assert.deepEqual(
    groupings.map(({ name, groups }) => [name, ...groups]),
    [
      ['gender', 'f', 'm', 'groups of fewer than 50'],
      ['place, kind', 'city', 'groups of fewer than 50'],
    ],
  )
  const codeOf = (lines: string[]) => {
    try {
      parseGroups(lines.join('\n'), 'groups.csv', customers)
    } catch (error) {
      return error instanceof LapwingError ? [error.code, error.place] : error
    }
    return undefined
  }
  assert.deepEqual(codeOf(['gender', 'f']), ['groups-header', 'groups.csv, line 1'])
  for (const wrong of ['f,unknown', 'f,c0', 'f', 'f,"c1']) {
    assert.deepEqual(codeOf(['gender,customer_id', 'f,c0', wrong]), ['groups-line', 'groups.csv, line 3'])
  }
})

test('budgets are counts or shares of the customers, least first', () => {
  const read = ['40', '1/1000', '0.1%', '0.5 %', '1/20000'].map(text => parseBudget(text)!)
  assert.deepEqual(alertsOf(read, 8_000), [1, 8, 40])
  for (const wrong of ['0', '-1', '1.5', '1/0', '0%', '101%', 'all', '']) {
    assert.equal(parseBudget(wrong), undefined, wrong)
  }
})
