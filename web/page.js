import { readAlert, readQueue } from './api.js'
import { detail } from './detail.js'
import { element } from './dom.js'
import { counted } from './numbers.js'
import { matches, queueRow } from './queue.js'
import { showWho, signInForm } from './sign-in.js'
import { themeToggle } from './theme.js'

const find = id => document.getElementById(id)
const [queue, empty, counts, filter, pane] = ['queue', 'queue-empty', 'counts', 'filter', 'detail'].map(find)
const keysDialog = find('keys-dialog')
const toggleTheme = themeToggle(find('theme'))
const wide = matchMedia('(min-width: 56.01rem)')

let alerts = []
/** Whether the queue goes on after those. */
let hasMore = false

const chosenId = () => decodeURIComponent(location.hash.slice(1))
const links = () => [...queue.querySelectorAll('a')]

function showQueue() {
  const words = filter.value.trim()
  const shown = words === '' ? alerts : alerts.filter(alert => matches(alert, words))
  const most = Math.max(...alerts.map(alert => alert.score_bans), 0)
  queue.replaceChildren(...shown.map(alert => queueRow(alert, most)))
  markChosen()
  const protect = alerts.filter(alert => alert.to_protect).length
  const some = shown.length === alerts.length ? '' : `${shown.length} of `
  counts.textContent = `${some}${counted(alerts.length, 'alert')}${hasMore ? ' and more' : ''}${protect > 0 ? `, ${counted(protect, 'person').replace('persons', 'people')} to protect` : ''}`
  empty.hidden = shown.length > 0
  if (alerts.length === 0)
    say(
      empty,
      'No alerts.',
      'Nothing reached the cut. "lapwing detect" says how many customers were looked at, and what was not evaluated.',
    )
  else if (shown.length === 0) say(empty, `No alert says "${words}".`, 'Press Esc to see all of them.')
}

function markChosen() {
  for (const link of links()) {
    if (link.dataset.id === chosenId()) link.setAttribute('aria-current', 'true')
    else link.removeAttribute('aria-current')
  }
}

async function showChosen() {
  const id = chosenId()
  document.body.classList.toggle('showing-alert', id !== '')
  markChosen()
  if (id === '') {
    say(pane, 'No alert chosen.', 'Move with j and k, and press Enter to open one.')
    return
  }
  try {
    const alert = await readAlert(id)
    if (id !== chosenId()) return
    pane.replaceChildren(detail(alert, Math.max(280, pane.clientWidth - 48)))
    document.title = `Lapwing: ${alert.subject_id}`
    pane.scrollTop = 0
    if (!wide.matches) scrollTo(0, 0)
  } catch (problem) {
    say(pane, problem.message, problem.remedy ?? '')
  }
}

function say(place, what, remedy) {
  place.replaceChildren(element('p', { class: 'empty' }, element('strong', {}, what), ' ', remedy))
}

function showNotEvaluated(rows) {
  const place = find('not-evaluated')
  place.hidden = rows.length === 0
  place.replaceChildren(
    element('summary', {}, `Not evaluated: ${counted(rows.length, 'reason')}`),
    element(
      'ul',
      { class: 'sources' },
      ...rows.map(row =>
        element('li', {}, `${counted(row.count, row.what.replace(/s$/, ''))}: ${row.reason} ${row.remedy}`),
      ),
    ),
  )
}

function move(by) {
  const all = links()
  const from = all.indexOf(document.activeElement)
  const at =
    from >= 0
      ? from + by
      : all.findIndex(link => link.dataset.id === chosenId()) + (chosenId() === '' ? 1 : by)
  all[Math.max(0, Math.min(all.length - 1, at))]?.focus()
}

const actions = {
  j: () => move(1),
  ArrowDown: () => move(1),
  k: () => move(-1),
  ArrowUp: () => move(-1),
  '/': () => filter.select(),
  '?': () => keysDialog.showModal(),
  t: toggleTheme,
  Escape: () => {
    if (filter.value !== '') {
      filter.value = ''
      showQueue()
    } else if (!wide.matches) location.hash = ''
    queue.querySelector('[aria-current]')?.focus()
  },
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || keysDialog.open) return
  if (event.target.closest('.sign-in')) return
  const writing = event.target === filter
  if (writing && !['Escape', 'ArrowDown', 'Enter'].includes(event.key)) return
  // The detail scrolls with the arrows when the person is reading there.
  if (event.key.startsWith('Arrow') && pane.contains(event.target)) return
  const action = writing && event.key === 'Enter' ? () => links()[0]?.click() : actions[event.key]
  if (action === undefined) return
  event.preventDefault()
  action()
})
filter.addEventListener('input', showQueue)
find('keys').addEventListener('click', actions['?'])
addEventListener('hashchange', showChosen)

async function begin() {
  document.body.classList.remove('signed-out')
  try {
    const read = await readQueue()
    alerts = read.alerts
    hasMore = read.has_more ?? false
    if (read.has_users) await showWho(find('who'), () => location.reload())
    showQueue()
    showNotEvaluated(read.not_evaluated)
    if (chosenId() === '' && wide.matches && alerts.length > 0)
      location.replace(`#${encodeURIComponent(alerts[0].alert_id)}`)
    else await showChosen()
  } catch (problem) {
    if (problem.code === 'sign-in-needed') {
      document.body.classList.add('signed-out')
      pane.replaceChildren(signInForm(begin))
      pane.querySelector('input').focus()
      return
    }
    empty.hidden = false
    say(empty, problem.message, problem.remedy ?? '')
    say(pane, '', '')
    // Whoever is signed in but may not read alerts can still go.
    if (problem.code === 'forbidden') await showWho(find('who'), () => location.reload())
  }
}

await begin()
