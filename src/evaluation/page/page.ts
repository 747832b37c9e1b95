import { readFileSync } from 'node:fs'
import type { Evaluation } from '../evaluation.ts'
import type { MeasureName } from '../line.ts'
import { budgetInWords, figure, lineOf, quartilesInWords, valueInWords } from '../words.ts'
import { escaped } from './html.ts'
import {
  budgetSection,
  delaySection,
  detectorSection,
  groupSection,
  missingSection,
  typologySection,
} from './sections.ts'

const styleOf = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')

/** An evaluation as one HTML page that asks nothing of any other host, reads in light and dark, and prints. */
export function evaluationPage(evaluation: Evaluation): string {
  const { about } = evaluation
  const customers = about.customers === undefined ? '' : ` among ${grouped(about.customers)} customers`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Lapwing: evaluation</title>
<style>
${styleOf('../../../web/theme/colours.css')}
${styleOf('./page.css')}
</style>
</head>
<body>
<main>
<header>
<h1>Evaluation</h1>
<p>${grouped(about.alerts)} alerts held against ${grouped(about.trueSubjects)} subjects that are known to be true${customers}. An alert is an indication, not proof.</p>
${keyFigures(evaluation)}
</header>
${[budgetSection, detectorSection, delaySection, typologySection, groupSection, missingSection]
  .map(section => section(evaluation))
  .join('\n')}
<footer>
<h2>How to read the intervals</h2>
<p>Intervals are 95 %, by bootstrap: subjects are drawn again with replacement, ${grouped(about.resamples)} times, from seed ${about.seed}. Where none or all of the subjects count, the exact bound of Clopper and Pearson stands in. They tell how much would change with other subjects of the same kind; they do not tell how much would change with another institution, or with another truth.</p>
<p class="soft">How each figure is computed: docs/reference/evaluation.md in Lapwing.</p>
</footer>
</main>
</body>
</html>
`
}

/** The figures that most people ask for, at the largest budget. */
function keyFigures(evaluation: Evaluation): string {
  const { lines, budgets, about } = evaluation
  const budget = budgets.at(-1)!
  const at = (name: string, measure: MeasureName) => {
    const line = lineOf(lines, measure, { budget })
    return line === undefined
      ? ''
      : tile(name, valueInWords(line), figure(line).slice(valueInWords(line).length))
  }
  const found = lineOf(lines, 'found', {})
  const days = quartilesInWords(lines, 'days', {})
  const [median = '', quartiles = ''] = days.split(/ (?=\()/)
  return `<dl class="key">
${tile('Budget', `${grouped(budget)} ${budget === 1 ? 'alert' : 'alerts'}`, budgetInWords(budget, about.customers).split(', ').slice(1).join(', '))}
${at('Recall', 'recall')}
${at('Precision', 'precision')}
${at('Better than chance', 'lift')}
${found === undefined ? '' : tile('True subjects named by an alert', valueInWords(found), '')}
${days === '' ? '' : tile('Median days to the alert', median, `quartiles ${quartiles}`)}
</dl>`
}

function tile(name: string, value: string, interval: string): string {
  return `<div><dt>${escaped(name)}</dt><dd class="value">${escaped(value)}</dd><dd class="interval">${escaped(interval.trim())}</dd></div>`
}

const grouped = (value: number): string => value.toLocaleString('en-US')
