/** A budget as people write it: a number of alerts, or a share of the customers. */
export type Budget = { readonly alerts: number } | { readonly share: number }

/** One alert in 10,000 customers, and one in 1,000. */
export const usualShares: readonly Budget[] = [{ share: 1 / 10_000 }, { share: 1 / 1_000 }]

/** Reads `40`, `1/1000` or `0.1%`; undefined when it is none of these or asks for nothing. */
export function parseBudget(text: string): Budget | undefined {
  const [, whole] = /^([1-9]\d{0,8})$/.exec(text) ?? []
  if (whole !== undefined) return { alerts: Number(whole) }
  const [, over] = /^1\/([1-9]\d{0,8})$/.exec(text) ?? []
  if (over !== undefined) return { share: 1 / Number(over) }
  const [, percent] = /^(\d{1,2}(?:\.\d{1,6})?|100)\s?%$/.exec(text) ?? []
  return percent === undefined || Number(percent) === 0 ? undefined : { share: Number(percent) / 100 }
}

/** The budgets as numbers of alerts, least first, each once. A share of few customers is at least one alert. */
export function alertsOf(budgets: readonly Budget[], customers: number): number[] {
  const alerts = budgets.map(budget =>
    'alerts' in budget ? budget.alerts : Math.max(1, Math.round(budget.share * customers)),
  )
  return [...new Set(alerts)].sort((one, other) => one - other)
}
