import { readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Calibration } from '../detection/calibration.ts'
import { LapwingError } from '../domain/errors.ts'

const place = (data: string) => join(data, 'calibration.json')

/** Replaces the calibration of a data folder whole. */
export async function keepCalibration(data: string, calibration: Calibration): Promise<void> {
  await writeFile(`${place(data)}.unfinished`, `${JSON.stringify(calibration)}\n`)
  await rename(`${place(data)}.unfinished`, place(data))
}

/** @throws LapwingError `no-calibration`, `damaged-file` */
export function readCalibration(data: string): Promise<Calibration> {
  return readCalibrationFile(place(data))
}

/** @throws LapwingError `no-calibration`, `damaged-file` */
export async function readCalibrationFile(path: string): Promise<Calibration> {
  const remedy = 'Run "lapwing calibrate" first.'
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    throw new LapwingError('no-calibration', 'This data has not been calibrated yet.', {
      place: dirname(path),
      remedy,
      cause,
    })
  }
  try {
    const calibration = JSON.parse(text) as Calibration
    if (calibration.format === 1) return calibration
  } catch (cause) {
    throw new LapwingError('damaged-file', 'The calibration is not whole.', {
      place: path,
      remedy,
      cause,
    })
  }
  throw new LapwingError('damaged-file', 'The calibration is of another version.', {
    place: path,
    remedy,
  })
}

/** Alerts a month, where nobody said how many. */
export const budgetByDefault = 20

/** The alerts a month that the data folder was calibrated for. */
export async function budgetOf(data: string): Promise<number> {
  try {
    return (await readCalibration(data)).budget_alerts_per_month
  } catch (error) {
    if (error instanceof LapwingError && error.code === 'no-calibration') return budgetByDefault
    throw error
  }
}
