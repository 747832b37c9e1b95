import type { Book } from '../book/book.ts'
import type { SubjectKind } from '../typology/plan.ts'
import type { Scored } from './ranking.ts'

/**
 * A PEER FOR COMPARISON, NOT FOR OPERATION. These are rules of the kind that is common without peer comparison: one fixed amount
 * or category each, as a public source named it by itself. They are deliberately not combined, not tuned and not complete; no part of
 * detection reads this file. A subject's score is how many payments match in the busiest stretch, so that a budget can take
 * the most striking ones first, which is kinder to the rules than an alert on each match.
 */
interface Rule {
  readonly typologies: readonly string[]
  readonly subject: SubjectKind
  readonly says: string
  readonly source: string
  /** SQL over the view `seen`. */
  readonly where: string
  readonly windowDays: number
}

/** Public figures in other currencies, at about the rate of the year they were published. */
const [audPerEuro, audPerDollar] = [1.65, 1.5]

const rules: readonly Rule[] = [
  {
    typologies: ['live-distance-payer'],
    subject: 'customer',
    says: 'payments of A$10 to 500 to people abroad, most in 30 days',
    source: 'AUSTRAC 2025',
    where: `direction = 'out' AND abroad AND ${toPeople()} AND amount BETWEEN 10 AND 500`,
    windowDays: 30,
  },
  {
    typologies: ['facilitator-payee', 'facilitator'],
    subject: 'counterparty',
    says: 'payments of A$10 to 500 received from abroad, most in 30 days',
    source: 'AUSTRAC 2025, AMLC 2020',
    where: `direction = 'out' AND abroad AND ${toPeople()} AND amount BETWEEN 10 AND 500`,
    windowDays: 30,
  },
  {
    typologies: ['sextortion-victim'],
    subject: 'customer',
    says: 'payments or gift cards up to EUR 250 by a customer under 18, most in a day',
    source: 'FATF 2025',
    where: `direction = 'out' AND age < 18 AND (${toPeople()} OR rail = 'gift_card') AND amount <= ${250 * audPerEuro}`,
    windowDays: 1,
  },
  {
    typologies: ['crypto-purchaser'],
    subject: 'customer',
    says: 'crypto payments of US$10 to 50 between 23:00 and 05:00, most in 30 days',
    source: 'Chainalysis 2020',
    where: `direction = 'out' AND rail = 'crypto' AND amount BETWEEN ${10 * audPerDollar} AND ${50 * audPerDollar}
      AND (local_hour >= 23 OR local_hour < 5)`,
    windowDays: 30,
  },
  {
    typologies: ['material-purchaser'],
    subject: 'customer',
    says: 'gift cards bought, most in 30 days',
    source: 'FinCEN 2025',
    where: `direction = 'out' AND rail = 'gift_card' AND age >= 18`,
    windowDays: 30,
  },
  {
    typologies: ['traveller'],
    subject: 'customer',
    says: 'cash withdrawn abroad, most in 30 days',
    source: 'FINTRAC 2025',
    where: `direction = 'out' AND abroad AND rail = 'cash'`,
    windowDays: 30,
  },
]

function toPeople(): string {
  return "rail IN ('transfer', 'instant', 'remittance', 'wallet')"
}

/** The currency that the amounts above are in. */
export const rulesCurrency = 'AUD'

/** Typologies for which a public source names something that such a rule can be made of. */
export const ruledTypologies: ReadonlySet<string> = new Set(rules.flatMap(rule => rule.typologies))

/**
 * The subjects that match each rule, one list a rule. `typologies` are those that the truth or the cards name.
 *
 * @param book with `rulesCurrency` as its home currency
 */
export async function publishedRules(book: Book, typologies: ReadonlySet<string>): Promise<Scored[][]> {
  const connection = await book.connect()
  try {
    await connection.run(`CREATE TEMP VIEW seen AS
      SELECT a.customer_id AS customer, p.counterparty_id AS counterparty, p.booked_at, p.direction, p.rail,
        p.counterparty_country <> c.residence_country AS abroad,
        coalesce(p.amount_home, CASE WHEN p.currency = '${rulesCurrency}' THEN p.amount END) AS amount,
        date_sub('year', c.birth_date, p.booked_at::DATE) AS age,
        hour(p.booked_at + to_minutes(p.utc_offset_minutes)) AS local_hour
      FROM payments p JOIN accounts a USING (account_id) JOIN customers c USING (customer_id)
      WHERE p.status <> 'reversed'`)
    const lists: Scored[][] = []
    for (const rule of rules) {
      const typology = rule.typologies.find(name => typologies.has(name))
      if (typology === undefined) continue
      const reader = await connection.runAndReadAll(`
        SELECT subject, max(matches)::INTEGER FROM (
          SELECT ${rule.subject} AS subject, count(*) OVER (
            PARTITION BY ${rule.subject} ORDER BY booked_at
            RANGE BETWEEN INTERVAL ${rule.windowDays} DAY PRECEDING AND CURRENT ROW) AS matches
          FROM seen WHERE ${rule.subject} IS NOT NULL AND ${rule.where})
        GROUP BY subject ORDER BY subject`)
      lists.push(
        reader.getRows().map(([subject, matches]) => ({
          pair: { subject_kind: rule.subject, subject_id: String(subject), typology },
          score: Number(matches),
        })),
      )
    }
    return lists
  } finally {
    connection.closeSync()
  }
}
