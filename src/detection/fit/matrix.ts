/** Symmetric positive definite matrices, stored whole, row by row. */
export interface Matrix {
  readonly size: number
  readonly values: Float64Array
}

export function zeros(size: number): Matrix {
  return { size, values: new Float64Array(size * size) }
}

/**
 * The lower triangle L with L Lᵀ = A (Cholesky). @throws RangeError where A is not positive definite
 */
export function cholesky({ size, values }: Matrix): Matrix {
  const lower = zeros(size)
  const l = lower.values
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = values[row * size + column]!
      for (let k = 0; k < column; k++) sum -= l[row * size + k]! * l[column * size + k]!
      if (row !== column) l[row * size + column] = sum / l[column * size + column]!
      else if (sum > 0) l[row * size + row] = Math.sqrt(sum)
      else throw new RangeError('the matrix is not positive definite')
    }
  }
  return lower
}

/** Solves L Lᵀ x = b. */
export function solveWith({ size, values: l }: Matrix, b: Float64Array): Float64Array {
  const x = Float64Array.from(b)
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) x[row]! -= l[row * size + k]! * x[k]!
    x[row]! /= l[row * size + row]!
  }
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) x[row]! -= l[k * size + row]! * x[k]!
    x[row]! /= l[row * size + row]!
  }
  return x
}

export function inverse(matrix: Matrix): Matrix {
  const { size } = matrix
  const lower = cholesky(matrix)
  const result = zeros(size)
  for (let column = 0; column < size; column++) {
    const unit = new Float64Array(size)
    unit[column] = 1
    const solved = solveWith(lower, unit)
    for (let row = 0; row < size; row++) result.values[row * size + column] = solved[row]!
  }
  return result
}

export function times({ size, values }: Matrix, vector: Float64Array): Float64Array {
  const product = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    let sum = 0
    for (let column = 0; column < size; column++) sum += values[row * size + column]! * vector[column]!
    product[row] = sum
  }
  return product
}

export function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let i = 0; i < one.length; i++) sum += one[i]! * other[i]!
  return sum
}
