import { decimalsOf } from '../../domain/money.ts'

/** Exact sums of decimal texts, which may be finer than their currency: amounts converted at booking have four decimals. */

const scale = 10_000n

/** Ten-thousandths; undefined where the text is no unsigned decimal of four decimals at most. */
export function tenThousandths(text: string): bigint | undefined {
  const match = /^(\d+)(?:\.(\d{1,4}))?$/.exec(text)
  if (match === null) return undefined
  return BigInt(match[1]!) * scale + BigInt((match[2] ?? '').padEnd(4, '0'))
}

/** Decimal text with the decimals of the currency, half a unit rounded up. */
export function decimalOf(value: bigint, currency: string): string {
  const decimals = decimalsOf(currency)
  const step = 10n ** BigInt(4 - decimals)
  const minor = String((value + step / 2n) / step).padStart(decimals + 1, '0')
  return decimals === 0 ? minor : `${minor.slice(0, -decimals)}.${minor.slice(-decimals)}`
}

/** Whole units, any part of one counted as one. */
export function wholeUp(text: string): string {
  return String(((tenThousandths(text) ?? 0n) + scale - 1n) / scale)
}
