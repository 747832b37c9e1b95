import { cholesky, dot, inverse, type Matrix, solveWith, times, zeros } from './matrix.ts'

/**
 * Logistic regression with a Gaussian prior, in which some coefficients may not be negative: the mode of the posterior by
 * Newton steps that keep within the bounds, its spread by Laplace's approximation.
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
/** Changes of what is held at its bound in one step. */
const turnsMax = 1_000
/** A slope inwards below this is rounding. */
const inwardsMin = 1e-10
/** The fit has converged when a further step would lower the loss by no more than this part of it: less is lost in rounding. */
const lossLeft = 1e-12

export function fitLogistic(observations: readonly Observation[], prior: Prior): Posterior {
  const { bounded } = prior
  let mode = Float64Array.from(prior.mean, (value, i) => (bounded[i] === 1 ? Math.max(0, value) : value))
  let loss = lossOf(observations, prior, mode)
  let iterations = 0
  let converged = false
  while (iterations < iterationsMax) {
    const { gradient, curvature } = slopesOf(observations, prior, mode)
    const step = stepOf(mode, gradient, curvature, bounded)
    const promised = -dot(gradient, step) - dot(step, times(curvature, step)) / 2
    converged = promised <= lossLeft * (1 + loss)
    if (converged) break
    iterations++
    const next = lineSearch(observations, prior, mode, loss, step, promised)
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

/**
 * The step to the lowest point of the loss's parabola within the bounds: coefficients at their bound are held there, the
 * others move until one meets its bound, and a held one is let go where the parabola falls inwards (the primal active-set method,
 * Nocedal and Wright 2006, Numerical Optimization, section 16.5).
 */
function stepOf(
  mode: Float64Array,
  gradient: Float64Array,
  curvature: Matrix,
  bounded: Uint8Array,
): Float64Array {
  const { size } = curvature
  const step = new Float64Array(size)
  const held = Uint8Array.from(mode, (value, i) => (bounded[i] === 1 && value === 0 ? 1 : 0))
  for (let turn = 0; turn < turnsMax; turn++) {
    const slope = times(curvature, step).map((value, i) => value + gradient[i]!)
    const move = moveOf(held, slope, curvature)
    let part = 1
    let blocking = -1
    for (let i = 0; i < size; i++) {
      const room = mode[i]! + step[i]!
      if (held[i] === 1 || bounded[i] === 0 || room + part * move[i]! >= 0) continue
      part = room / -move[i]!
      blocking = i
    }
    for (let i = 0; i < size; i++) step[i]! += part * move[i]!
    if (blocking !== -1) {
      step[blocking] = -mode[blocking]!
      held[blocking] = 1
      continue
    }
    const reached = times(curvature, step)
    let inwards = -1
    let steepest = -inwardsMin
    for (let i = 0; i < size; i++) {
      if (held[i] === 0 || reached[i]! + gradient[i]! >= steepest) continue
      steepest = reached[i]! + gradient[i]!
      inwards = i
    }
    if (inwards === -1) break
    held[inwards] = 0
  }
  return step
}

/** Newton's step in the coefficients that are not held, 0 in the others. */
function moveOf(held: Uint8Array, slope: Float64Array, { size, values }: Matrix): Float64Array {
  const free = Array.from(held, (_, i) => i).filter(i => held[i] === 0)
  const part = zeros(free.length)
  for (const [i, row] of free.entries()) {
    for (const [j, column] of free.entries()) part.values[i * free.length + j] = values[row * size + column]!
  }
  const solved = solveWith(
    cholesky(part),
    Float64Array.from(free, i => -slope[i]!),
  )
  const move = new Float64Array(size)
  for (const [i, row] of free.entries()) move[row] = solved[i]!
  return move
}

/** Halves the step until the loss falls enough (Armijo); undefined when it falls no more. */
function lineSearch(
  observations: readonly Observation[],
  prior: Prior,
  mode: Float64Array,
  loss: number,
  step: Float64Array,
  promised: number,
): { mode: Float64Array<ArrayBuffer>; loss: number } | undefined {
  for (let part = 1; part > 1e-12; part /= 2) {
    const next = Float64Array.from(mode, (value, i) => {
      const moved = value + part * step[i]!
      return prior.bounded[i] === 1 ? Math.max(0, moved) : moved
    })
    const reached = lossOf(observations, prior, next)
    if (reached <= loss - 1e-4 * part * promised) return { mode: next, loss: reached }
  }
  return undefined
}
