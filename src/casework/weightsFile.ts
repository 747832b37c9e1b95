import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Weights, withWeights } from '../detection/fit/weights.ts'
import { LapwingError } from '../domain/errors.ts'
import type { Plan } from '../typology/plan.ts'

/** `fitted` is what the last fit gave, `adopted` what the institution decided to use. */
export type Standing = 'fitted' | 'adopted'

export function weightsPlace(data: string, standing: Standing): string {
  return join(data, standing === 'adopted' ? 'weights.json' : 'weights.fitted.json')
}

/** Replaces the weights of a data folder whole. */
export async function keepWeights(data: string, standing: Standing, weights: Weights): Promise<void> {
  const place = weightsPlace(data, standing)
  await writeFile(`${place}.unfinished`, `${JSON.stringify(weights)}\n`)
  await rename(`${place}.unfinished`, place)
}

/** From now on the published weights are used again. */
export async function withdrawWeights(data: string): Promise<void> {
  await rm(weightsPlace(data, 'adopted'), { force: true })
}

/** The plans with the weights of a file; without one, with those adopted in the data folder, if any. */
export async function plansInUse(
  plans: readonly Plan[],
  data: string,
  file: string | undefined,
): Promise<readonly Plan[]> {
  const weights = await readWeights(file ?? weightsPlace(data, 'adopted'))
  if (weights !== undefined) return withWeights(plans, weights)
  if (file === undefined) return plans
  throw new LapwingError('no-file', 'There is no such file.', {
    place: file,
    remedy: 'Name what "lapwing learn" wrote: weights.fitted.json in the data folder.',
  })
}

/** @throws LapwingError `damaged-file` */
async function readWeights(place: string): Promise<Weights | undefined> {
  let text: string
  try {
    text = await readFile(place, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  const remedy = 'Run "lapwing learn" again.'
  try {
    const weights = JSON.parse(text) as Weights
    if (weights.format === 1 && Array.isArray(weights.cards)) return weights
  } catch (cause) {
    throw new LapwingError('damaged-file', 'The weights are not whole.', { place, remedy, cause })
  }
  throw new LapwingError('damaged-file', 'The weights are of another version.', { place, remedy })
}
