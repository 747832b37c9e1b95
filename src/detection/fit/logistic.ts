import { cholesky, dot, inverse, type Matrix, solveWith, times, zeros } from './matrix.ts'

/**
 * Logistic regression with a Gaussian prior, in which some coefficients may not be negative: the mode of the posterior by
 * projected Newton steps (Bertsekas 1982, SIAM Journal on Control and Optimization 20:221), its spread by Laplace's
 * approximation.
 */

/** One observation. It touches only the coefficients from `at` on, as many as it has values. */
export interface Observation {
  readonly at: number
  readonly values: Float64Array
  /** 1 for yes, 0 for no; a share between them stands for both in part. */
  readonly target: number
  /** How many observations it counts for. */
  readonly weight: number
}

export interface Prior {
  readonly mean: Float64Array
  readonly precision: Matrix
  /** 1 where a coefficient may not be negative. */
  readonly bounded: Uint8Array
}

export interface Posterior {
  readonly mode: Float64Array
  /** Inverse of the curvature at the mode. It does not know of the bounds. */
  readonly covariance: Matrix
  readonly iterations: number
  readonly converged: boolean
}

const iterationsMax = 200
const gradientMax = 1e-7

export function fitLogistic(observations: readonly Observation[], prior: Prior): Posterior {
  const size = prior.mean.length
  let mode = Float64Array.from(prior.mean, (value, i) =>
    prior.bounded[i] === 1 ? Math.max(0, value) : value,
  )
  let loss = lossOf(observations, prior, mode)
  let iterations = 0
  let converged = false
  while (iterations < iterationsMax) {
    const { gradient, curvature } = slopesOf(observations, prior, mode)
    const free = Array.from({ length: size }, (_, i) => i).filter(
      i => prior.bounded[i] === 0 || mode[i]! > 0 || gradient[i]! < 0,
    )
    converged = free.every(i => Math.abs(gradient[i]!) <= gradientMax * (1 + observations.length))
    if (converged) break
    iterations++
    const step = stepOf(free, gradient, curvature)
    const next = lineSearch(observations, prior, mode, loss, free, step, gradient)
    if (next === undefined) break
    mode = next.mode
    loss = next.loss
  }
  return { mode, covariance: inverse(slopesOf(observations, prior, mode).curvature), iterations, converged }
}

/** Log-odds of an observation. */
export function logOdds(
  coefficients: Float64Array,
  { at, values }: Pick<Observation, 'at' | 'values'>,
): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += coefficients[at + i]! * values[i]!
  return sum
}

export function probabilityOf(odds: number): number {
  return 1 / (1 + Math.exp(-odds))
}

/** -log likelihood of one target at such log-odds, without overflow. */
export function logLoss(odds: number, target: number): number {
  return Math.max(odds, 0) + Math.log1p(Math.exp(-Math.abs(odds))) - target * odds
}

export function lossOf(observations: readonly Observation[], prior: Prior, mode: Float64Array): number {
  const away = mode.map((value, i) => value - prior.mean[i]!)
  let loss = dot(away, times(prior.precision, away)) / 2
  for (const each of observations) loss += each.weight * logLoss(logOdds(mode, each), each.target)
  return loss
}

export function slopesOf(
  observations: readonly Observation[],
  prior: Prior,
  mode: Float64Array,
): { gradient: Float64Array; curvature: Matrix } {
  const size = mode.length
  const gradient = times(
    prior.precision,
    mode.map((value, i) => value - prior.mean[i]!),
  )
  const curvature = zeros(size)
  curvature.values.set(prior.precision.values)
  for (const each of observations) {
    const { at, values, target, weight } = each
    const probability = probabilityOf(logOdds(mode, each))
    const pull = weight * (probability - target)
    const bend = weight * probability * (1 - probability)
    for (let i = 0; i < values.length; i++) {
      gradient[at + i]! += pull * values[i]!
      for (let j = 0; j < values.length; j++) {
        curvature.values[(at + i) * size + at + j]! += bend * values[i]! * values[j]!
      }
    }
  }
  return { gradient, curvature }
}

/** Newton's step in the coefficients that are free to move, 0 in the others. */
function stepOf(free: readonly number[], gradient: Float64Array, { size, values }: Matrix): Float64Array {
  const part = zeros(free.length)
  for (const [i, row] of free.entries()) {
    for (const [j, column] of free.entries()) part.values[i * free.length + j] = values[row * size + column]!
  }
  const solved = solveWith(
    cholesky(part),
    Float64Array.from(free, i => -gradient[i]!),
  )
  const step = new Float64Array(size)
  for (const [i, row] of free.entries()) step[row] = solved[i]!
  return step
}

/** Halves the step, bent along the bounds, until the loss falls enough (Armijo); undefined when it falls no more. */
function lineSearch(
  observations: readonly Observation[],
  prior: Prior,
  mode: Float64Array,
  loss: number,
  free: readonly number[],
  step: Float64Array,
  gradient: Float64Array,
): { mode: Float64Array<ArrayBuffer>; loss: number } | undefined {
  for (let size = 1; size > 1e-12; size /= 2) {
    const next = Float64Array.from(mode, (value, i) => {
      const moved = value + size * step[i]!
      return prior.bounded[i] === 1 ? Math.max(0, moved) : moved
    })
    const reached = lossOf(observations, prior, next)
    const promised = free.reduce((sum, i) => sum + gradient[i]! * (next[i]! - mode[i]!), 0)
    if (reached <= loss + 1e-4 * promised && reached < loss) return { mode: next, loss: reached }
  }
  return undefined
}
