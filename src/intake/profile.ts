import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { type Column, columnsOf, type TableName, tables } from '../domain/tables.ts'
import { nearestWord } from '../typology/nearest.ts'
import type { Problem } from '../typology/problem.ts'
import { checkValue, parseYaml, type YamlFile } from '../typology/yaml.ts'
import { columnsRead, conditionExpression, sourceExpression, templateParts } from './profile-expression.ts'
import { type Condition, profileSchema, type Source } from './profile-schema.ts'

/** A checked mapping of a foreign file to rows of canonical tables. */
export interface Profile {
  readonly path: string
  readonly name: string
  readonly emissions: readonly ProfileEmission[]
}

export interface ProfileEmission {
  readonly table: TableName
  readonly when: readonly Condition[]
  readonly columns: Readonly<Record<string, Source>>
  /** Lines in the profile, for messages: of a canonical column, or of the n-th condition. */
  readonly columnLines: Readonly<Record<string, number>>
  readonly whenLines: readonly number[]
}

/** How one canonical table is taken from `raw`: the file's columns as text, and the BIGINT `lapwing_row`. */
export interface Emission {
  readonly table: TableName
  /** Canonical column to a DuckDB expression of type VARCHAR over `raw`. */
  readonly columns: Readonly<Record<string, string>>
  /** A DuckDB condition: the rows of `raw` that give a row of the table. */
  readonly where: string
}

/**
 * Reads and checks a profile: YAML in the vocabulary of `docs/reference/profiles.md`.
 *
 * @throws {LapwingError} `profile-wrong`, naming the file, the line, what is wrong and the nearest right word.
 */
export function readProfile(path: string): Profile {
  const problems: Problem[] = []
  const yaml = parseYaml(path, readFileSync(path, 'utf8'), problems)
  const data = yaml && checkValue(yaml, profileSchema)
  if (yaml !== undefined && data !== undefined) {
    for (const [index, { table, columns }] of data.emit.entries()) checkColumns(yaml, index, table, columns)
  }
  if (yaml === undefined || data === undefined || problems.length > 0) throw wrongProfile(path, problems)
  const lineAt = (...at: (string | number)[]) => yaml.place(at).line
  const emissions = data.emit.map((emission, index) => ({
    table: emission.table,
    when: emission.when ?? [],
    columns: emission.columns,
    columnLines: Object.fromEntries(
      Object.keys(emission.columns).map(column => [column, lineAt('emit', index, 'columns', column)]),
    ),
    whenLines: (emission.when ?? []).map((_, n) => lineAt('emit', index, 'when', n)),
  }))
  return { path, name: data.profile, emissions }
}

/** All that is wrong, so that one correction round is enough; the place is the first. */
function wrongProfile(path: string, problems: readonly Problem[]): LapwingError {
  const words = problems.slice(0, problemsMax).map(({ line, message, nearest }, index) => {
    const guess = nearest === undefined ? '' : `; did you mean ${nearest}?`
    return `${index === 0 ? '' : `line ${line}: `}${message}${guess}`
  })
  const more = problems.length - words.length
  if (more > 0) words.push(`and ${more} more`)
  return new LapwingError('profile-wrong', words.join('\n'), {
    place: `${path}:${problems[0]?.line ?? 1}`,
    remedy: 'The words of a profile are listed in docs/reference/profiles.md.',
  })
}

const problemsMax = 20

/**
 * Compiles a profile for a file with these columns.
 *
 * @throws {LapwingError} `profile-column-missing` when the profile reads a column that the file has not.
 */
export function compileProfile(profile: Profile, available: readonly string[]): readonly Emission[] {
  // DuckDB takes names whatever their case, and so do these.
  const known = new Set(available.map(column => column.toLowerCase()))
  const require = (column: string, line: number) => {
    if (known.has(column.toLowerCase())) return
    const nearest = nearestWord(column, available)
    const guess = nearest === undefined ? '' : `; did you mean ${nearest}?`
    throw new LapwingError('profile-column-missing', `the file has no column ${column}${guess}`, {
      place: `${profile.path}:${line}`,
      remedy: `The file has ${available.join(', ')}.`,
    })
  }
  return profile.emissions.map(emission => {
    const kinds = new Map(columnsOf(emission.table).map(column => [column.name, column.kind]))
    for (const [n, condition] of emission.when.entries()) require(condition.column, emission.whenLines[n]!)
    const columns = Object.entries(emission.columns).map(([name, source]) => {
      for (const column of columnsRead(source)) require(column, emission.columnLines[name]!)
      return [name, sourceExpression(source, kinds.get(name)!)] as const
    })
    return {
      table: emission.table,
      columns: Object.fromEntries(columns),
      where: conditionExpression(emission.when),
    }
  })
}

/** What the schema alone does not see: the canonical columns and what may stand in them. */
function checkColumns(
  yaml: YamlFile,
  index: number,
  table: TableName,
  sources: Readonly<Record<string, Source>>,
): void {
  const columns = new Map(columnsOf(table).map(column => [column.name, column]))
  const at = (name: string) => ['emit', index, 'columns', name]
  for (const [name, source] of Object.entries(sources)) {
    const column = columns.get(name)
    if (column === undefined) {
      const nearest = nearestWord(name, columns.keys())
      yaml.report(at(name), `${table} has no column ${name}`, { key: true, nearest })
    } else {
      const wrong = wrongSource(table, column, source)
      if (wrong !== undefined)
        yaml.report(at(name), `${name} ${wrong.says}`, { key: true, nearest: wrong.nearest })
    }
  }
  for (const column of columns.values()) {
    if (column.required && sources[column.name] === undefined)
      yaml.report(['emit', index, 'table'], `${table} needs ${column.name}: ${column.right}`)
  }
}

interface Wrong {
  readonly says: string
  readonly nearest?: string | undefined
}

function wrongSource(table: TableName, column: Column, source: Source): Wrong | undefined {
  const misplaced = (words: readonly (keyof Source)[], fits: boolean, what: string): Wrong | undefined => {
    const word = fits ? undefined : words.find(one => source[one] !== undefined)
    return word === undefined ? undefined : { says: `is no ${what}, so ${word} does not fit` }
  }
  const isTime = column.kind === 'instant' || column.kind === 'date'
  if (source.date_format !== undefined && column.kind === 'instant' && source.time_zone === undefined)
    return { says: 'needs time_zone, such as +10:00, or +00:00 when the file is in UTC' }
  if (templateParts(source.template ?? '').some(part => 'text' in part && /[{}]/.test(part.text)))
    return { says: 'has a template with a brace that is not part of {NAME}' }
  return (
    misplaced(['date_format', 'epoch'], isTime, 'date or time') ??
    misplaced(['age_on'], column.kind === 'date', 'date') ??
    misplaced(amountWords, column.kind === 'decimal', 'amount') ??
    wrongConstant(table, column, source)
  )
}

const amountWords = ['decimal_comma', 'absolute', 'minor_units', 'decimals'] as const
const convertingWords = ['date_format', 'epoch', 'age_on', ...amountWords] as const

/** A constant that no row can carry is wrong before any row is read. */
function wrongConstant(table: TableName, column: Column, source: Source): Wrong | undefined {
  if (convertingWords.some(word => source[word] !== undefined)) return undefined
  const schema = (tables[table].shape as Record<string, z.ZodType>)[column.name]!
  const isList = column.kind === 'texts' || column.kind === 'countries'
  const constants = [
    source.map === undefined ? source.value : undefined,
    source.otherwise,
    ...Object.values(source.map ?? {}),
  ].filter((constant): constant is string => constant !== undefined && constant !== '')
  const wrong = constants.find(constant => !schema.safeParse(isList ? constant.split(';') : constant).success)
  if (wrong === undefined) return undefined
  return {
    says: `cannot be ${JSON.stringify(wrong)}; it should be ${column.right}`,
    nearest: column.kind === 'choice' ? nearestWord(wrong, column.choices) : undefined,
  }
}
