import { element } from './dom.js'
import { minute } from './numbers.js'
import { cell, faint, table } from './table.js'

const shownAtFirst = 25

/** The payments under an alert; a long list opens on demand. */
export function paymentTable(payments) {
  if (payments.length === 0) return element('p', {}, 'The book no longer holds these payments.')
  const place = element('div', {}, rows(payments.slice(0, shownAtFirst)))
  if (payments.length > shownAtFirst) {
    const more = element('button', { type: 'button' }, `Show all ${payments.length} payments`)
    more.addEventListener('click', () => place.replaceChildren(rows(payments)))
    place.append(more)
  }
  return place
}

function rows(payments) {
  return table(
    [['Booked (UTC)'], ['Local time'], ['Amount', 'number'], ['Counterparty'], ['How'], ['Reference']],
    payments.map(payment => [
      cell([minute(payment.booked_at), ...payment.marks.map(mark)], 'nowrap'),
      cell([payment.local_time.slice(11) || 'not known'], 'nowrap'),
      cell([payment.amount, ...(payment.amount_home ? [faint(`= ${payment.amount_home}`)] : [])], 'number'),
      cell([
        payment.counterparty || 'not known',
        ...(payment.counterparty_country ? [faint(payment.counterparty_country)] : []),
      ]),
      cell([how(payment)]),
      cell([payment.reference_text || '-']),
    ]),
  )
}

function mark(name) {
  return element('span', { class: 'mark' }, name)
}

function how({ direction, rail, status }) {
  return [direction, rail, ...(status === 'completed' ? [] : [status])].join(', ')
}
