import type { Book } from '../book/book.ts'
import { ageBands, ageNames, tenureBands, tenureNames } from '../detection/ages.ts'
import { countryName } from '../domain/countries.ts'
import type { SubjectKind } from '../typology/plan.ts'

/** Whom alerts could have been raised on. */
export interface Population {
  readonly subjects: Readonly<Record<SubjectKind, number>>
  readonly groupings: readonly Grouping[]
}

/** One way to part the customers, each in one group. */
export interface Grouping {
  readonly name: string
  /** Every group once, in the order in which people read them. */
  readonly groups: readonly string[]
  readonly groupOf: ReadonlyMap<string, string>
}

/** Groups of fewer customers than this say nothing by themselves, and could point at a person. */
const customersMin = 50

/**
 * The customers and counterparties of the book, and the customers by age band and by how long they have been customers (both on
 * the day of the book's last payment), and by corridor: the foreign country that most of their payments went to or came from.
 */
export async function readPopulation(book: Book): Promise<Population> {
  const connection = await book.connect()
  try {
    const reader = await connection.runAndReadAll(`
      WITH last AS (SELECT max(booked_at)::DATE AS day FROM payments),
      abroad AS (
        SELECT c.customer_id, p.counterparty_country AS country, count(*) AS payments
        FROM payments p JOIN accounts a USING (account_id) JOIN customers c USING (customer_id)
        WHERE p.counterparty_country <> c.residence_country GROUP BY ALL),
      corridor AS (
        SELECT customer_id, first(country ORDER BY payments DESC, country) AS country FROM abroad GROUP BY customer_id)
      SELECT c.customer_id, date_sub('year', c.birth_date, day)::INTEGER,
        date_diff('day', c.customer_since, day)::INTEGER, country
      FROM customers c LEFT JOIN corridor USING (customer_id) CROSS JOIN last ORDER BY c.customer_id`)
    const rows = reader.getRows() as [string, number | null, number | null, string | null][]
    const payees = await connection.runAndReadAll(
      'SELECT count(DISTINCT counterparty_id)::INTEGER FROM payments WHERE account_id IN (SELECT account_id FROM accounts)',
    )
    return {
      subjects: { customer: rows.length, counterparty: Number(payees.getRows()[0]![0]) },
      groupings: [
        groupingOf('age', new Map(rows.map(([id, age]) => [id, bandOf(age, ageBands, ageNames)])), ageNames),
        groupingOf(
          'main foreign country',
          new Map(rows.map(([id, , , country]) => [id, country === null ? 'none' : countryName(country)])),
        ),
        groupingOf(
          'years as a customer',
          new Map(rows.map(([id, , days]) => [id, bandOf(yearsOf(days), tenureBands, tenureNames)])),
          tenureNames,
        ),
      ],
    }
  } finally {
    connection.closeSync()
  }
}

const yearsOf = (days: number | null): number | null => (days === null ? null : days / 365.2425)

/** `names` has an unknown first, then one name a band; `bounds` are the bands' upper ends, themselves left out. */
function bandOf(years: number | null, bounds: readonly number[], names: readonly string[]): string {
  if (years === null) return unknown
  return names[1 + bounds.filter(bound => years >= bound).length]!
}

const unknown = 'unknown'
const small = `groups of fewer than ${customersMin}`

/**
 * Parts the customers, with the groups too small to report put into one.
 *
 * @param order of the groups; the others follow, largest first
 */
export function groupingOf(
  name: string,
  stated: ReadonlyMap<string, string>,
  order: readonly string[] = [],
): Grouping {
  const sizes = Map.groupBy(stated.values(), group => group)
  const isSmall = (group: string) => sizes.get(group)!.length < customersMin
  const groupOf = new Map([...stated].map(([id, group]) => [id, isSmall(group) ? small : group]))
  const bySize = [...sizes].sort(([, one], [, other]) => other.length - one.length).map(([group]) => group)
  const large = bySize.filter(group => !isSmall(group))
  const groups = [
    ...order.filter(group => large.includes(group)),
    ...large.filter(group => !order.includes(group)),
    ...(large.length < sizes.size ? [small] : []),
  ]
  return { name, groups, groupOf }
}
