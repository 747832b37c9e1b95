/** Labels of one series, by name. */
export type Labels = Readonly<Record<string, string>>

/** Something that is counted, in the text format that Prometheus reads (exposition format 0.0.4). */
export interface Metric {
  lines(): readonly string[]
}

/** How often something happened. */
export interface Counter extends Metric {
  add(labels: Labels): void
}

/** How long something took, in seconds: how often it stayed under each bound, the sum, and how often at all. */
export interface Histogram extends Metric {
  observe(labels: Labels, seconds: number): void
}

export function counter(name: string, help: string): Counter {
  const counts = new Map<string, number>()
  return {
    add(labels) {
      const series = seriesOf(labels)
      counts.set(series, (counts.get(series) ?? 0) + 1)
    },
    lines: () => [
      ...headOf(name, help, 'counter'),
      ...[...counts].map(([series, n]) => `${name}${series} ${n}`),
    ],
  }
}

/** What has a value at every moment, asked for when it is read. */
export function gauge(name: string, help: string, value: () => number): Metric {
  return { lines: () => [...headOf(name, help, 'gauge'), `${name} ${value()}`] }
}

/** Around what is promised of the interface: 99 of 100 requests under 150 ms. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 10]

export function histogram(name: string, help: string): Histogram {
  const all = new Map<string, { readonly labels: Labels; readonly under: number[]; sum: number; n: number }>()
  return {
    observe(labels, seconds) {
      const series = seriesOf(labels)
      const one = all.get(series) ?? { labels, under: bounds.map(() => 0), sum: 0, n: 0 }
      all.set(series, one)
      for (const [i, bound] of bounds.entries()) if (seconds <= bound) one.under[i]!++
      one.sum += seconds
      one.n++
    },
    lines: () => [
      ...headOf(name, help, 'histogram'),
      ...[...all].flatMap(([series, { labels, under, sum, n }]) => [
        ...bounds.map((le, i) => `${name}_bucket${seriesOf({ ...labels, le: String(le) })} ${under[i]}`),
        `${name}_bucket${seriesOf({ ...labels, le: '+Inf' })} ${n}`,
        `${name}_sum${series} ${sum}`,
        `${name}_count${series} ${n}`,
      ]),
    ],
  }
}

function headOf(name: string, help: string, type: string): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]
}

function seriesOf(labels: Labels): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return written.length === 0 ? '' : `{${written.join(',')}}`
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}
