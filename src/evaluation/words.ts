import type { EvaluationLine, MeasureName } from './line.ts'

/** How figures of an evaluation are written, on a terminal and on a page. */

/** `81 %`, `6.5 %`, `0.12 %`. */
export function percent(share: number): string {
  return `${significant(share * 100, 2)} %`
}

/** `43`, `6.5`, `0.12`; `no bound` where it is infinite. */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return 'no bound'
  if (value === 0) return '0'
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))))
  return value.toLocaleString('en-US', { maximumFractionDigits: places })
}

const isShare: ReadonlySet<MeasureName> = new Set([
  'recall',
  'recall_any_typology',
  'precision',
  'average_precision',
  'false_positive_rate',
])

/** The value alone, with its unit. */
export function valueInWords({ measure, value, n }: EvaluationLine): string {
  if (measure === 'found') return `${value} of ${n}`
  if (isShare.has(measure)) return percent(value)
  if (measure.endsWith('_days_to_alert')) return `${significant(value, 2)} days`
  if (measure.endsWith('_payments_to_alert')) return `${significant(value, 2)} payments`
  return Number.isFinite(value) ? `${significant(value, 2)}×` : 'no bound'
}

/** The value with its 95 % interval: `81 % (67 to 96 %)`. */
export function figure(line: EvaluationLine | undefined): string {
  if (line === undefined) return ''
  const { measure, low, high } = line
  if (measure === 'found') return valueInWords(line)
  const number = (value: number) => significant(isShare.has(measure) ? value * 100 : value, 2)
  const unit = isShare.has(measure) && Number.isFinite(high) ? ' %' : ''
  return `${valueInWords(line)} (${number(low)} to ${number(high)}${unit})`
}

/** `20 alerts, 1 in 1,000 customers`. */
export function budgetInWords(alerts: number, customers: number | undefined): string {
  const count = `${alerts.toLocaleString('en-US')} ${alerts === 1 ? 'alert' : 'alerts'}`
  if (customers === undefined) return count
  return `${count}, 1 in ${Math.round(customers / alerts).toLocaleString('en-US')} customers`
}

/** The part of a line's meaning that tells it from others. */
export type About = Partial<Pick<EvaluationLine, 'detector' | 'typology' | 'group' | 'budget'>>

/** Finds the one line of a measure that is about exactly this. */
export function lineOf(
  lines: readonly EvaluationLine[],
  measure: MeasureName,
  about: About,
): EvaluationLine | undefined {
  return lines.find(
    line =>
      line.measure === measure &&
      line.detector === about.detector &&
      line.typology === about.typology &&
      line.group === about.group &&
      line.budget === about.budget,
  )
}

/** What a column of figures says, from the lines it is taken from. */
export function quartilesInWords(
  lines: readonly EvaluationLine[],
  unit: 'days' | 'payments',
  about: About,
): string {
  const [low, middle, high] = (['lower_quartile', 'median', 'upper_quartile'] as const).map(part =>
    lineOf(lines, `${part}_${unit}_to_alert`, about),
  )
  if (low === undefined || middle === undefined || high === undefined) return ''
  return `${significant(middle.value, 2)} (${significant(low.value, 2)} to ${significant(high.value, 2)})`
}

/** Values of one part of the lines' meaning, each once, in the order of the lines. */
export function named<K extends 'typology' | 'group' | 'detector'>(
  lines: readonly EvaluationLine[],
  part: K,
): string[] {
  return [...new Set(lines.map(line => line[part]).filter(value => value !== undefined))]
}
