import type { Alert, Reason } from '../detection/alert.ts'
import type { NamedBy } from '../detection/intelligence/reasons.ts'
import { formatMoney, parseMoney } from '../domain/money.ts'

/** An alert in plain words. The same sentences stand in the terminal, on the page and in drafts of reports. */

/** True where a person may be the one harmed: the care path, never suspicion. */
export function isToProtect(alert: { readonly clock: string; readonly role: string }): boolean {
  return alert.clock === 'protection' || alert.role.includes('victim')
}

/** `Customer C-12`, `Payee P-7`. */
export function subjectOf(alert: Pick<Alert, 'subject_kind' | 'subject_id'>): string {
  return `${alert.subject_kind === 'customer' ? 'Customer' : 'Payee'} ${alert.subject_id}`
}

/** One sentence that says who, what and when. */
export function headlineOf(
  alert: Parameters<typeof isToProtect>[0] &
    Parameters<typeof subjectOf>[0] &
    Parameters<typeof amountOf>[0] &
    Parameters<typeof periodOf>[0] &
    Pick<Alert, 'title' | 'payment_count'>,
): string {
  const payments = `${alert.payment_count.toLocaleString('en-US')} payment${alert.payment_count === 1 ? '' : 's'}`
  const evidence = `${payments}, ${amountOf(alert)} in all, ${periodOf(alert)}`
  const likeness = isToProtect(alert) ? 'may need protection, as in' : 'shows a pattern as in'
  return `${subjectOf(alert)} ${likeness} "${alert.title}": ${evidence}.`
}

/** What an alert does not say. It stands under every alert. */
export function caveatOf(alert: Alert): string {
  return isToProtect(alert)
    ? 'This person is someone to protect, not to blame. The indicators are consistent with harm; they are not proof of it.'
    : `Indicators consistent with "${alert.title}"; not proof, and not a finding about the person. Lawful reasons can look the same.`
}

/** What the score means: `ordinary life alone would bring about 1 in 16,000 customers this far`. */
export function scoreInWords(bans: number): string {
  // Far beyond what any book holds, the scale is drawn out and no longer learnt: more must not be claimed.
  if (bans > 6) return 'ordinary life alone would bring fewer than 1 in 1,000,000 customers this far'
  const oneIn = Number((10 ** Math.max(0, bans)).toPrecision(2)).toLocaleString('en-US')
  return `ordinary life alone would bring about 1 in ${oneIn} customers this far`
}

/** How rare a value is and among whom: `1 in 420 of 839 customers who send to Philippines`. */
export function comparisonOf(reason: Pick<Reason, 'peer_group' | 'peers' | 'rarity'>): string {
  const peers = reason.peers.toLocaleString('en-US')
  if (reason.rarity > 0.5) {
    return `not rare: ${Math.round(reason.rarity * 100)} % of ${peers} ${reason.peer_group} reach it`
  }
  const oneIn = Math.round(1 / reason.rarity).toLocaleString('en-US')
  const beyondAll = Math.round(reason.rarity * (1 + reason.peers)) <= 1
  return beyondAll
    ? `1 in ${oneIn}: beyond all ${peers} ${reason.peer_group}`
    : `1 in ${oneIn} of ${peers} ${reason.peer_group}`
}

/** The family of an indicator, by what share and outcomes it counts, and why it does not count where it does not. */
export function standingOf(
  reason: Pick<Reason, 'family' | 'family_share' | 'family_weight' | 'counted' | 'bans'>,
): string {
  const { family, family_share: share, family_weight: weight, counted, bans } = reason
  if (weight === 0) return `${family}: outcomes gave it no weight`
  if (counted) {
    const part =
      share === undefined || share === 1 ? '' : `, counts by ${share === 0.5 ? 'half' : 'a quarter'}`
    return weight === undefined
      ? `${family}${part}`
      : `${family}${part}, times ${weight.toFixed(2)} from outcomes`
  }
  if (bans === 0) return `${family}: not unusual, so it does not count`
  return `${family}: a stronger one of this family counts`
}

/** `70 %: of 100 such alerts about 70 ...`; undefined where too few outcomes are known. */
export function probabilityInWords({ probability }: Pick<Alert, 'probability'>): string | undefined {
  if (probability === undefined) return undefined
  const percent = Math.round(probability * 100)
  return `${percent} %: of 100 such alerts about ${percent} were confirmed by the decisions so far`
}

/**
 * Who named what, and when that was known: `P-7: named by An office as an account, received 12 days before the strongest payment
 * (TLP:AMBER); last dealing on 3 Jan 2025, before it was received`.
 */
export function namedInWords(named: NamedBy): string {
  const { value, source, selector_type: type, age_days: age, received_at: received, tlp } = named
  const what = named.names === 'counterparty' ? value : `the customer's own ${value}`
  const label = tlp === null ? '' : ` (${tlp})`
  const said = `${what}: named by ${source} as ${articled(type)}, received ${daysOf(age)} before the strongest payment${label}`
  const last = named.last_dealing_at
  if (last === null) return said
  const when = Date.parse(last) < Date.parse(received) ? 'before' : 'after'
  return `${said}; last dealing on ${dayOf(last)}, ${when} it was received`
}

function articled(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}

function daysOf(days: number): string {
  if (days < 1) return 'less than a day'
  const whole = Math.floor(days)
  return `${whole.toLocaleString('en-US')} day${whole === 1 ? '' : 's'}`
}

/** The sum of the evidence in the home currency: `AUD 1,204.50`. */
export function amountOf(alert: Pick<Alert, 'amount_home' | 'home_currency'>): string {
  const money = parseMoney(alert.amount_home, alert.home_currency)
  return money === undefined ? `${alert.home_currency} ${alert.amount_home}` : formatMoney(money)
}

/** `on 3 Jan 2025`, or `3 Jan 2025 to 9 Mar 2025`. Days are UTC. */
export function periodOf(alert: Pick<Alert, 'first_payment_at' | 'last_payment_at'>): string {
  const [first, last] = [dayOf(alert.first_payment_at), dayOf(alert.last_payment_at)]
  return first === last ? `on ${first}` : `${first} to ${last}`
}

const day = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** `3 Jan 2025`, in UTC. */
export function dayOf(instant: string): string {
  return day.format(new Date(instant)).replace('Sept', 'Sep')
}

/** That the institution's own version of a card found it, and not the published one. */
export function ownVersionInWords({ pack, pack_version }: NonNullable<Alert['in_place_of']>): string {
  return `the institution's own, in place of the one that ${pack} ${pack_version} publishes`
}
