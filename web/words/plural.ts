const rules = new Intl.PluralRules('en')
const whole = new Intl.NumberFormat('en')
const list = new Intl.ListFormat('en', { type: 'conjunction' })

/** `1 alert`, `2,500 alerts`. */
export function counted(count: number, one: string, other: string): string {
  return `${whole.format(count)} ${rules.select(count) === 'one' ? one : other}`
}

/** `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return list.format(texts)
}
