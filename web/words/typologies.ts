import { counted, listed } from './plural.ts'

const whole = new Intl.NumberFormat('en')
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumSignificantDigits: 2 })

/** The catalogue of typologies, what the book shows of them, and the work on their cards. */
export const typologies = {
  title: 'Typologies',
  one: 'Typology',
  back: 'Back to the typologies',
  print: 'Print',
  unknown: 'not known',
  pack: (title: string, version: string, count: number) =>
    `${title}, version ${version}: ${counted(count, 'typology', 'typologies')}`,
  about:
    'Patterns that publications describe. Each compares a customer or payee with others who lawfully do the same; none is proof.',
  lastRun: (when: string, count: number) =>
    `The last run of detection, ${when}, raised ${counted(count, 'alert', 'alerts')}.`,
  noRun: 'Detection has not run on this book yet.',
  toCoverage: 'What the book can show',
  toText: 'Work on its text',
  columns: {
    what: 'Typology',
    role: 'Role of the subject',
    subject: 'Who is looked at',
    clock: 'Clock',
    speaks: 'Speaks for, against',
    alerts: 'Alerts, last run',
    coverage: 'What the book shows',
    lacks: 'Needed and not there',
  },
  subjects: { customer: 'an own customer', counterparty: 'a payee, merchant or other counterparty' },
  speaks: (indicators: number, against: number) => `${indicators}, ${against}`,
  alerts: (count: number, all: number) =>
    all === 0 ? '0' : `${whole.format(count)} (${percent.format(count / all)} of all)`,
  states: { whole: 'All', 'in part': 'In part', blind: 'Blind' },
  ofIndicators: (seen: number, of: number) => `(${seen} of ${counted(of, 'indicator', 'indicators')})`,
  keys: {
    next: 'Next typology',
    previous: 'Previous typology',
    open: 'Open',
    map: 'What the book can show',
  },
  cardVersion: (card: string, version: number, pack: string, packVersion: string) =>
    `${card}, version ${version}, of the pack ${pack} ${packVersion}`,
  peers: 'Compared with',
  peersShare: (names: readonly string[]) =>
    names.length === 0 ? 'everybody who passes the gate' : `others with the same ${listed(names)}`,
  gate: 'Which payments it looks at',
  gateAll: 'Those of which all of this holds:',
  speaksFor: 'What speaks for it',
  speaksForAbout: 'Of one family only the strongest counts. … stands where an alert has its value.',
  speaksAgainst: 'What speaks against it',
  speaksAgainstAbout: 'Each takes evidence away.',
  nothing: 'Nothing in the data that a book can hold.',
  cited: (ids: readonly string[]) => (ids.length === 0 ? '' : `[${ids.join(', ')}]`),
  source: (publisher: string, title: string, date: string) => `${publisher}, ${title} (${date}).`,
  sources: 'Published sources',
  limits: 'Limits',
  essential: (families: readonly string[]) =>
    families.length === 1
      ? `Raises no alert unless something of the family ${families[0]} is unusual.`
      : `Raises no alert unless something of one of the families ${families.join(', ')} is unusual.`,
  privately: (name: string, meaning: string) => `You set "${name}" in your overlay: ${meaning}.`,
  noLimits: 'None of its own.',
  lookAlikes: 'Lawful conduct that looks like it',
  noLookAlikes: 'The card names none.',
  toldApart: (name: string, by: string) => `${name}: ${by}`,
  notSeen: 'What it cannot see',
  nothingUnseen: 'Everything that its publications name can be seen, where the book has the data.',
  coverage: 'What the book can show',
  coverageAbout:
    'A cell counts the payments of the product that the card looks at, with their share of all payments of the product. A bar at its foot shows the share.',
  blindTo: (titles: readonly string[]) =>
    titles.length === 0
      ? 'Every typology can be seen, at least in part.'
      : `This book is blind to ${counted(titles.length, 'typology', 'typologies')}: ${listed(titles)}.`,
  payments: (count: number) => counted(count, 'payment', 'payments'),
  looked: (count: number, share: number) => `${whole.format(count)} (${percent.format(share)})`,
  rail: (rail: string, count: number) =>
    `${rail.replaceAll('_', ' ')}: ${counted(count, 'payment', 'payments')}`,
  none: 'none',
  lacks: (families: readonly string[]) => `something of ${listed(families)}`,
  lacksNothing: 'nothing',
  help: 'What data would help',
  helpNone: 'Every indicator has something to go by.',
  wouldHelp: (indicators: number, cards: readonly string[]) =>
    `That would give ${counted(indicators, 'indicator', 'indicators')} something to go by: ${listed(cards)}.`,
  notYet:
    'Nobody has looked yet at what this book can show. It takes a moment, on the machine that Lapwing runs on:',
  notYetCommand: 'npm run lapwing -- coverage',
  textTitle: 'Text of a card',
  textOf: (card: string) => `Text of ${card}`,
  backToCard: 'Back to the typology',
  writeKey: 'Write',
  differenceKey: 'Switch between the text and what differs',
  showDifference: (count: number) => `Show what differs (${counted(count, 'line', 'lines')})`,
  showText: 'Show the text',
  save: 'Save as a file',
  discard: 'Back to the published text',
  checked: (problems: number | undefined, changed: number) =>
    problems === undefined
      ? 'Checking ...'
      : `${problems === 0 ? 'No problem' : counted(problems, 'problem', 'problems')}, ${counted(changed, 'changed line', 'changed lines')}.`,
  problems: 'Problems of the text',
  at: (line: number, column: number) => `Line ${line}, column ${column}:`,
  severity: { error: 'Error:', warning: 'Warning:' },
  meant: (word: string) => `Did you mean "${word}"?`,
  noDifference: 'Nothing differs from the published text.',
  differenceLabel: 'What differs from the published text',
  leftOut: '...',
  notYetAfter:
    'Give it the data folder of this server with --data if that is another, and stop the server meanwhile if it says that the book is in use. Then load this page again.',
} as const
