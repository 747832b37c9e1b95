import { chance, own } from '../comparison.ts'
import type { Delay } from '../delay.ts'
import type { Evaluation } from '../evaluation.ts'
import { partsOf } from '../fairness.ts'
import type { EvaluationLine, MeasureName } from '../line.ts'
import { type About, budgetInWords, figure, lineOf, named, quartilesInWords } from '../words.ts'
import { barsChart, curvesChart, delayChart } from './charts.ts'
import { type Column, escaped, figureOf, tableOf } from './html.ts'

/** The sections of the page: each a heading, what to know before reading, a chart, and the numbers behind it. */

const section = (title: string, intro: string, ...parts: readonly string[]): string =>
  `<section><h2>${escaped(title)}</h2><p>${escaped(intro)}</p>${parts.join('\n')}</section>`

const figures = (...titles: readonly string[]): Column[] => titles.map(title => ({ title, isFigure: true }))

const words = ({ about }: Evaluation, alerts: number) => budgetInWords(alerts, about.customers)

const inWords = (typology: string) => typology.replaceAll('-', ' ')

export function budgetSection(evaluation: Evaluation): string {
  const { lines, budgets } = evaluation
  const measures: readonly MeasureName[] = ['recall', 'precision', 'lift', 'recall_any_typology']
  const rows = budgets.map(budget => [
    words(evaluation, budget),
    ...measures.map(measure => figure(lineOf(lines, measure, { budget }))),
  ])
  return section(
    'What a budget finds',
    'A team looks at the best alerts first, as many as its budget allows. Recall is the share of the true subjects among them, precision the share of the alerts that are right.',
    tableOf(
      'All typologies in one queue, with 95 % intervals',
      [
        { title: 'Budget' },
        ...figures('Recall', 'Precision', 'Better than chance', 'Recall, whatever the typology'),
      ],
      rows,
    ),
  )
}

export function detectorSection(evaluation: Evaluation): string {
  const { lines, budgets, compared } = evaluation
  if (compared === undefined) return ''
  const marks = budgets.flatMap(alerts => {
    const [recall, precision] = (['recall', 'precision'] as const).map(measure =>
      lineOf(lines, measure, { detector: own, budget: alerts }),
    )
    return recall === undefined || precision === undefined || recall.value === 0
      ? []
      : [{ alerts, recall: recall.value, precision: precision.value }]
  })
  const level = lineOf(lines, 'precision', { detector: chance, budget: budgets[0]! })?.value
  const detectors = named(lines, 'detector')
  const averages = detectors.map(detector => [
    detector,
    figure(lineOf(lines, 'average_precision', { detector })),
    ...budgets.map(budget => figure(lineOf(lines, 'precision_ratio_at_same_recall', { detector, budget }))),
  ])
  const atBudgets = budgets.flatMap(budget =>
    detectors.map(detector => [
      `${detector}, ${words(evaluation, budget)}`,
      figure(lineOf(lines, 'recall', { detector, budget })),
      figure(lineOf(lines, 'precision', { detector, budget })),
    ]),
  )
  return section(
    'Against other detectors',
    'All rank the same subjects and are held against the same truth. The peers get more than they would have by themselves: the outlier detector and the trees are given the measures of the cards, and the trees are trained on the truth itself, on four fifths of the subjects to score the last fifth.',
    figureOf(
      curvesChart(compared.curves, level, marks),
      'Precision against recall as the queue grows longer. Each mark is a true subject that the detector finds; circles show where the budgets end. Higher and further right is better.',
    ),
    tableOf(
      'Average precision, and how many times more precise Lapwing is where both have found as many true subjects as it finds in the budget; below 1 the other is more precise',
      [
        { title: 'Detector' },
        ...figures('Average precision', ...budgets.map(budget => `At ${words(evaluation, budget)}`)),
      ],
      averages,
    ),
    tableOf(
      'The same budgets for each detector',
      [{ title: 'Detector and budget' }, ...figures('Recall', 'Precision')],
      atBudgets,
    ),
  )
}

/** Upper ends in days, themselves left out. */
const bins: readonly { readonly name: string; readonly until: number }[] = [
  { name: 'under\n1 hour', until: 1 / 24 },
  { name: '1 to 24\nhours', until: 1 },
  { name: '1 to 7\ndays', until: 7 },
  { name: '7 to 30\ndays', until: 30 },
  { name: '30 to 90\ndays', until: 90 },
  { name: '90 to 180\ndays', until: 180 },
  { name: '180 days\nor more', until: Number.POSITIVE_INFINITY },
]

const notFound = 'not\nfound'

/** How many delays lie in each bin, and last how many true subjects have none. */
export function binned(delays: readonly Delay[], trueSubjects: number) {
  const counts = bins.map(({ name, until }, i) => {
    const from = bins[i - 1]?.until ?? Number.NEGATIVE_INFINITY
    return { name, count: delays.filter(({ days }) => days >= from && days < until).length }
  })
  return [...counts, { name: notFound, count: trueSubjects - delays.length }]
}

export function delaySection(evaluation: Evaluation): string {
  const { lines, delays, about } = evaluation
  const typologies = named(lines, 'typology')
  const slices: readonly (readonly [string, About])[] = [
    ['all', {}],
    ...typologies.map(typology => [inWords(typology), { typology }] as const),
  ]
  const rows = slices.flatMap(([name, about]) => {
    const found = lineOf(lines, 'found', about)
    if (found === undefined) return []
    const own = delays.filter(
      ({ truth }) => about.typology === undefined || truth.typology === about.typology,
    )
    const counts = binned(own, found.n).map(({ count }) => String(count))
    return [
      [name, ...counts, quartilesInWords(lines, 'days', about), quartilesInWords(lines, 'payments', about)],
    ]
  })
  const titles = [...bins.map(({ name }) => name), notFound].map(name => name.replace('\n', ' '))
  return section(
    'How soon',
    'From the first payment of the pattern, as the truth has it, to the payment at which the first right alert came. Payments are those of the subject in between that the card looks at, the one that raised the alert included.',
    figureOf(
      delayChart(binned(delays, about.trueSubjects)),
      'True subjects by how long their first alert took. The last bar, in outline, are those whom no alert names.',
    ),
    tableOf(
      'True subjects by time to the alert; days and payments as median, with the quartiles in brackets, among those who were found',
      [{ title: 'Typology' }, ...figures(...titles, 'Days', 'Payments')],
      rows,
    ),
  )
}

export function typologySection(evaluation: Evaluation): string {
  const { lines, budgets } = evaluation
  const budget = budgets.at(-1)!
  const typologies = named(lines, 'typology')
  const at = (measure: MeasureName, typology: string) => lineOf(lines, measure, { typology, budget })
  return section(
    'By typology',
    `At ${words(evaluation, budget)}, all typologies in one queue.`,
    figureOf(
      barsChart(
        typologies.map(typology => ({
          name: inWords(typology),
          recall: at('recall', typology),
          precision: at('precision', typology),
        })),
      ),
      'Recall and precision of each typology, in per cent, with 95 % intervals. A typology without a precision bar has no alert in the budget.',
    ),
    tableOf(
      'The numbers behind the chart',
      [
        { title: 'Typology' },
        ...figures('True subjects', 'Recall', 'Alerts', 'Precision', 'Better than chance'),
      ],
      typologies.map(typology => [
        inWords(typology),
        String(at('recall', typology)?.n ?? 0),
        figure(at('recall', typology)),
        String(at('precision', typology)?.n ?? 0),
        figure(at('precision', typology)),
        figure(at('lift', typology)),
      ]),
    ),
  )
}

export function groupSection(evaluation: Evaluation): string {
  const { lines, budgets } = evaluation
  const budget = budgets.at(-1)!
  const rated = lines.filter(line => line.measure === 'false_positive_rate' && line.budget === budget)
  if (rated.length === 0) return ''
  const tables = [...Map.groupBy(rated, ({ group }) => partsOf(group!)[0])].map(([grouping, ofGrouping]) =>
    tableOf(
      `By ${grouping}: false positives and recall, with 95 % intervals`,
      [
        { title: 'Group' },
        ...figures('Lawful customers', 'False positives', 'Times the rest'),
        { title: 'Looked at' },
        ...figures('Recall'),
      ],
      ofGrouping.map(rate => {
        const about = { budget, group: rate.group! }
        const ratio = lineOf(lines, 'false_positive_ratio', about)
        return [
          partsOf(rate.group!)[1],
          rate.n.toLocaleString('en-US'),
          figure(rate),
          figure(ratio),
          ratio === undefined ? '' : inWordsOf(ratio),
          figure(lineOf(lines, 'recall', about)),
        ]
      }),
    ),
  )
  return section(
    'By group of customers',
    `At ${words(evaluation, budget)}. A false positive is a customer with an alert who is no true subject. The ratio holds the group's rate against that of all other customers; 1 is even. Groups that look unlike the rest are a reason to look closer, not by themselves a fault: some cards are about the young, and of many even groups one in twenty looks uneven by chance.`,
    ...tables,
  )
}

function inWordsOf({ low, high }: EvaluationLine): string {
  return low > 1 ? 'more often' : high < 1 ? 'less often' : 'not clear'
}

export function missingSection({ missing }: Evaluation): string {
  if (missing.length === 0) return ''
  return section(
    'Not evaluated',
    'What this page does not say, and why.',
    tableOf(
      'Not evaluated',
      [{ title: 'What' }, { title: 'Why' }, { title: 'What to do' }],
      missing.map(({ what, reason, remedy }) => [what, reason, remedy]),
    ),
  )
}
