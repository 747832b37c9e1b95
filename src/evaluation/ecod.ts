/**
 * ECOD: outliers by empirical cumulative distributions (Li, Zhao, Botta, Ionescu and Chen 2022, IEEE Transactions on Knowledge
 * and Data Engineering, arXiv 2201.00382). For each feature the share of rows at most, and at least, as large as the row's
 * value; their negative logarithms are added over the features: all left tails, all right tails, and for each feature the tail
 * that its skewness points to. The largest of the three sums is the score. An unknown value (NaN) adds nothing.
 *
 * @param rows of equal length
 */
export function ecod(rows: readonly Float64Array[]): Float64Array {
  const left = new Float64Array(rows.length)
  const right = new Float64Array(rows.length)
  const skewed = new Float64Array(rows.length)
  for (let feature = 0; feature < (rows[0]?.length ?? 0); feature++) {
    const known = Float64Array.from(rows, row => row[feature]!)
      .filter(value => !Number.isNaN(value))
      .sort()
    const leans = skewness(known)
    for (const [i, row] of rows.entries()) {
      const value = row[feature]!
      if (Number.isNaN(value)) continue
      const atMost = -Math.log(placesBelow(known, value, true) / known.length)
      const atLeast = -Math.log((known.length - placesBelow(known, value, false)) / known.length)
      left[i]! += atMost
      right[i]! += atLeast
      skewed[i]! += leans < 0 ? atMost : atLeast
    }
  }
  return left.map((sum, i) => Math.max(sum, right[i]!, skewed[i]!))
}

/** Third standardised moment; 0 where all values are the same. */
export function skewness(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  let [second, third] = [0, 0]
  for (const value of values) {
    second += (value - mean) ** 2
    third += (value - mean) ** 3
  }
  return second === 0 ? 0 : third / values.length / (second / values.length) ** 1.5
}

/** How many of the sorted values are less than the asked one; with `equals`, at most as large. */
function placesBelow(sorted: Float64Array, value: number, equals: boolean): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    const below = equals ? sorted[middle]! <= value : sorted[middle]! < value
    if (below) low = middle + 1
    else high = middle
  }
  return low
}
