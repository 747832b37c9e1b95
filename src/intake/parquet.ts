import { LapwingError } from '../domain/errors.ts'
import { requireDistinct } from './columns.ts'
import { type Desk, identifier, literal, type Raw, tableRelation } from './raw.ts'

/**
 * Reads a Parquet file into the table `raw`, typed columns as canonical text: instants without a zone count as UTC,
 * doubles as the shortest decimal that names them. Single-precision numbers, which have lost the cents of larger amounts
 * before they come here, are read only for a profile, with all their digits: the check refuses those, unless the profile
 * says how to round them. Fails with `damaged-file` or `unsupported-type`.
 */
export async function readParquet(desk: Desk, path: string, forProfile: boolean): Promise<Raw> {
  const relation = `read_parquet(${literal(path)}, binary_as_string = true)`
  try {
    const described = (await desk.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`)).getRows()
    const columns = described.map(([name, type]) => ({ name: String(name), type: String(type) }))
    requireDistinct(
      columns.map(column => column.name),
      path,
    )
    const texts = columns.map(
      ({ name, type }, index) => `${textOf(name, type, path, forProfile)} AS c${index}`,
    )
    await desk.run(`CREATE OR REPLACE TEMP TABLE raw AS SELECT ${texts.join(', ')} FROM ${relation}`)
    const names = columns.map(column => column.name)
    return { columns: names, relation: tableRelation('raw', names, `''`) }
  } catch (cause) {
    if (cause instanceof LapwingError) throw cause
    throw new LapwingError('damaged-file', 'this is not a whole Parquet file', {
      place: path,
      remedy: 'fetch or write the file again',
      cause,
    })
  }
}

function textOf(name: string, type: string, file: string, forProfile: boolean): string {
  if (type === 'FLOAT' && forProfile) return decimalText(`${identifier(name)}::DOUBLE`)
  const value = identifier(name)
  if (type === 'TIMESTAMP WITH TIME ZONE') return instantText(`(${value} AT TIME ZONE 'UTC')`)
  if (type.startsWith('TIMESTAMP')) return instantText(`${value}::TIMESTAMP`)
  if (type === 'DOUBLE') return decimalText(value)
  // A separator within an element would make two of it; doubled, it makes an empty one, which the check refuses.
  if (type === 'VARCHAR[]') {
    return `array_to_string(list_transform(${value}, lambda part: replace(part, ';', ';;')), ';')`
  }
  if (
    /^(VARCHAR|DATE|BOOLEAN|U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|DECIMAL\(\d+,\d+\)|UUID|ENUM.*|"NULL")$/.test(
      type,
    )
  ) {
    return `${value}::VARCHAR`
  }
  throw new LapwingError('unsupported-type', `the column ${JSON.stringify(name)} is of type ${type}`, {
    place: file,
    remedy: 'write it as text, decimal, integer, date, timestamp or list of texts',
  })
}

const decimalText = (double: string) =>
  `CASE WHEN ${double} = trunc(${double}) AND abs(${double}) < 1e15 THEN ${double}::BIGINT::VARCHAR ELSE ${double}::VARCHAR END`
const instantText = (timestamp: string) => `strftime(${timestamp}, '%Y-%m-%dT%H:%M:%S.%fZ')`
