import { svg } from './dom.js'
import { dayFormat, minute } from './numbers.js'

const height = 150
const left = 8
const right = 8
const top = 22
const base = 118
const labelRoom = 84

/**
 * Payments by time: height is the amount in the home currency, on a square-root scale so that small payments stay
 * visible. Filled dots went out, open ones came in.
 */
export function timeline(alert, width) {
  const payments = alert.payments.map(payment => ({
    ...payment,
    at: Date.parse(payment.booked_at),
    value: Number(payment.home_value) || 0,
  }))
  const first = Math.min(...payments.map(payment => payment.at))
  const last = Math.max(...payments.map(payment => payment.at))
  const most = Math.max(...payments.map(payment => payment.value), 1)
  const span = Math.max(1, last - first)
  const x = at =>
    first === last ? width / 2 : left + 6 + ((at - first) / span) * (width - left - right - 12)
  const y = value => base - Math.sqrt(value / most) * (base - top)
  const raised = Math.max(left, Math.min(width - right, x(Date.parse(alert.raised_at))))
  return svg(
    'svg',
    {
      class: 'timeline',
      role: 'img',
      viewBox: `0 0 ${width} ${height}`,
      'aria-label': `${payments.length} payments from ${minute(alert.first_payment_at)} to ${minute(alert.last_payment_at)} UTC; the largest is ${alert.home_currency} ${most}`,
    },
    svg('line', { class: 'grid', x1: left, x2: width - right, y1: y(most), y2: y(most) }),
    svg(
      'text',
      raised < width / 2
        ? { x: width - right, y: y(most) - 6, 'text-anchor': 'end' }
        : { x: left, y: y(most) - 6 },
      `${alert.home_currency} ${most.toLocaleString('en-US', { minimumFractionDigits: 2 })}`,
    ),
    ...ticks(first, last, width, x),
    svg('line', { class: 'axis', x1: left, x2: width - right, y1: base, y2: base }),
    svg('line', { class: 'raised', x1: raised, x2: raised, y1: 14, y2: base }),
    svg(
      'text',
      {
        x: raised,
        y: 10,
        'text-anchor': raised > width - labelRoom ? 'end' : raised < labelRoom ? 'start' : 'middle',
      },
      'alert raised',
    ),
    ...payments.flatMap(payment => {
      const kind = payment.direction === 'in' ? ' incoming' : ''
      const [at, value] = [x(payment.at), y(payment.value)]
      return [
        svg('line', { class: `stem${kind}`, x1: at, x2: at, y1: base, y2: value }),
        svg(
          'circle',
          { class: `dot${kind}`, cx: at, cy: value, r: 4 },
          svg(
            'title',
            {},
            `${minute(payment.booked_at)} UTC, ${payment.direction}, ${payment.amount}, ${payment.counterparty || 'counterparty not known'}`,
          ),
        ),
      ]
    }),
  )
}

const day = 86_400_000
const steps = [1, 2, 7, 14, 30.44, 91.3, 182.6, 365.25, 730.5].map(days => days * day)

/** As many labelled days or months as fit beside each other. */
function ticks(first, last, width, x) {
  const span = Math.max(day, last - first)
  const step = steps.find(each => (span / each) * labelRoom < width) ?? steps.at(-1)
  const byMonth = step >= 30 * day
  const format = dayFormat(byMonth ? { month: 'short', year: 'numeric' } : { day: 'numeric', month: 'short' })
  const marks = []
  const start = new Date(first)
  const months = Math.max(1, Math.round(step / (30.44 * day)))
  for (let number = 0; marks.length < 40; number++) {
    const at = byMonth
      ? Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + number * months, 1)
      : Math.floor(first / day) * day + number * step
    if (at > last) break
    if (at >= first) marks.push(at)
  }
  const shown = marks.length > 0 ? marks : [first]
  return shown.flatMap(at => {
    const place = x(at)
    const anchor = place > width - labelRoom / 2 ? 'end' : place < labelRoom / 2 ? 'start' : 'middle'
    return [
      svg('line', { class: 'axis', x1: place, x2: place, y1: base, y2: base + 5 }),
      svg('text', { x: place, y: base + 20, 'text-anchor': anchor }, format(at)),
    ]
  })
}
