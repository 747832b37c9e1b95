import { bar, element } from './dom.js'
import { bans, measured, minute } from './numbers.js'
import { paymentTable } from './payments.js'
import { cell, faint, table } from './table.js'
import { timeline } from './timeline.js'

/** One alert, whole. */
export function detail(alert, width) {
  return element(
    'article',
    { class: alert.to_protect ? 'to-protect' : undefined, 'aria-labelledby': 'headline' },
    element('a', { class: 'back', href: '#' }, '← Queue'),
    element('h2', { id: 'headline', class: 'headline' }, together(alert.headline)),
    element('p', { class: 'caveat' }, alert.caveat),
    facts(alert),
    section('Evidence by family', families(alert)),
    section(
      'Payments by time',
      timeline(alert, width),
      element(
        'p',
        { class: 'legend' },
        `Height is the amount in ${alert.home_currency} on a square-root scale. Filled dots: money out. Open dots: money in. Days are UTC.`,
      ),
    ),
    section('Indicators', indicators(alert)),
    section('What speaks against', against(alert)),
    ...(alert.not_evaluated.length > 0 ? [section('Not evaluated', notEvaluated(alert.not_evaluated))] : []),
    section(`Payments: ${alert.payments.length} behind the reasons`, paymentTable(alert.payments)),
    section('Published sources', sources(alert)),
  )
}

function section(title, ...content) {
  return element('section', {}, element('h3', {}, title), ...content)
}

function facts(alert) {
  const rows = [
    ['Subject', `${alert.subject}, ${alert.role}`],
    ['Typology', alert.title],
    ['Score', `${bans(alert.score_bans)}: ${alert.score_in_words}; the cut is ${bans(alert.cut_bans)}`],
    ['Evidence', `${bans(alert.evidence_bans)} in all, less what speaks against`],
    ['Alert raised', `${minute(alert.raised_at)} UTC`],
    ['Strongest', `${minute(alert.strongest_at)} UTC`],
    alert.to_protect
      ? ['Protection clock', 'minutes count: follow the care playbook']
      : ['Suspicion clock', 'days to form a suspicion and report'],
    ['Card', `${alert.card}, pack ${alert.pack} ${alert.pack_version}`],
    ['Alert', alert.alert_id],
  ]
  return element(
    'dl',
    { class: 'facts' },
    ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  )
}

function families(alert) {
  const counted = alert.reasons
    .filter(reason => reason.counted && reason.bans > 0)
    .sort((one, other) => other.bans - one.bans)
  const rows = [
    ...counted.map(reason => [reason.family, reason.bans, '', '+']),
    ...alert.speaks_against
      .filter(reason => reason.bans > 0)
      .map(reason => [`${reason.family}, against`, reason.bans, 'against', '−']),
  ]
  const most = Math.max(...rows.map(([, value]) => value), 0)
  return element(
    'div',
    { class: 'families' },
    ...rows.flatMap(([name, value, kind, sign]) => [
      element('span', {}, name),
      bar(value, most, kind),
      element('span', {}, `${sign}${bans(value)}`),
    ]),
  )
}

function indicators(alert) {
  const most = Math.max(...alert.reasons.map(reason => reason.bans), 0)
  const rows = [...alert.reasons].sort((one, other) => other.bans - one.bans)
  return table(
    [['What was seen', 'said'], ['Value', 'number'], ['How rare, and among whom'], ['Evidence']],
    rows.map(reason => [
      cell([reason.says, faint(reason.standing), ...reason.named.map(faint)]),
      cell([measured(reason.value, reason.unit)], 'number'),
      cell([reason.comparison]),
      cell([bar(reason.bans, most), bans(reason.bans)], 'evidence-cell'),
    ]),
  )
}

function against(alert) {
  if (alert.speaks_against.length === 0) {
    return element(
      'p',
      {},
      'Nothing in the data that was supplied. That is no evidence either: ask what the data cannot show.',
    )
  }
  return table(
    [['What was seen'], ['Value', 'number'], ['Takes away', 'number']],
    alert.speaks_against.map(reason => [
      cell([reason.says, faint(reason.family)]),
      cell([measured(reason.value, reason.unit)], 'number'),
      cell([bans(reason.bans)], 'number'),
    ]),
  )
}

function notEvaluated(rows) {
  return element(
    'ul',
    { class: 'sources' },
    ...rows.map(({ indicator, reason }) => element('li', {}, `${indicator}: ${reason}`)),
  )
}

function sources(alert) {
  return element('ul', { class: 'sources' }, ...alert.citations.map(citation => element('li', {}, citation)))
}

/** Keeps a currency and its amount, and a day and its month, on one line. */
function together(text) {
  return text.replace(/(\b[A-Z]{3}) (?=\d)/g, '$1\u00a0').replace(/(\d) (?=[A-Z][a-z]{2} \d{4})/g, '$1\u00a0')
}
