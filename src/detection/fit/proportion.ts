/** A share with its 95 % interval. */
export interface Proportion {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly n: number
}

const z = 1.959964

/** Wilson's score interval (Wilson 1927, Journal of the American Statistical Association 22:209); of nothing, 0 to 1. */
export function proportion(yes: number, n: number): Proportion {
  if (n === 0) return { value: Number.NaN, low: 0, high: 1, n }
  const value = yes / n
  const spread = z * Math.sqrt((value * (1 - value)) / n + (z * z) / (4 * n * n))
  const middle = value + (z * z) / (2 * n)
  const scale = 1 + (z * z) / n
  return {
    value,
    low: yes === 0 ? 0 : (middle - spread) / scale,
    high: yes === n ? 1 : (middle + spread) / scale,
    n,
  }
}
