import { bar, element } from './dom.js'
import { bans, counted } from './numbers.js'

const reasonsShown = 3

/** One line of the queue: a link, so that the browser's own keys work on it. */
export function queueRow(alert, most) {
  const strongest = [...alert.reasons]
    .sort((one, other) => Number(other.counted) - Number(one.counted) || other.bans - one.bans)
    .slice(0, reasonsShown)
  return element(
    'li',
    { class: alert.to_protect ? 'to-protect' : undefined },
    element(
      'a',
      { href: `#${encodeURIComponent(alert.alert_id)}`, 'data-id': alert.alert_id },
      element('span', { class: 'rank' }, String(alert.rank)),
      element('span', { class: 'subject' }, alert.subject_id),
      element('span', { class: 'evidence' }, bar(alert.score_bans, most), bans(alert.score_bans)),
      element(
        'span',
        { class: 'typology' },
        element('span', { class: 'role' }, alert.role),
        ' ',
        alert.title,
      ),
      element('ul', { class: 'says' }, ...strongest.map(reason => element('li', {}, reason.says))),
      element(
        'span',
        { class: 'sums' },
        `${counted(alert.payment_count, 'payment')}, ${alert.amount}, ${alert.period}`,
      ),
    ),
  )
}

/** True when every word stands somewhere in what the row says. */
export function matches(alert, words) {
  const text = [
    alert.subject_id,
    alert.role,
    alert.title,
    alert.typology,
    alert.alert_id,
    ...alert.reasons.map(reason => reason.says),
  ]
    .join(' ')
    .toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word))
}
