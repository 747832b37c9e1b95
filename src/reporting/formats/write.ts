import { LapwingError } from '../../domain/errors.ts'
import { narrativeText, type Report } from '../model/report.ts'
import type { SchemaPack } from '../packs/pack.ts'
import { type Finding, type Said, type ShapeOptions, shape } from '../schema/shape.ts'

/** A file that its genuine schema found valid; or why there is none. */
export type Written =
  | { readonly valid: true; readonly text: string; readonly notices: readonly Finding[] }
  | { readonly valid: false; readonly problems: readonly Finding[]; readonly notices: readonly Finding[] }

export interface WriteOptions {
  readonly pack: SchemaPack
  /** When the file is made, in microseconds since 1970 UTC. */
  readonly at: number
  /** Marks it, within too, as not for lodging. */
  readonly draft: boolean
}

export const notForLodging = 'DRAFT, NOT FOR LODGING.'

/** The narrative as one text; that of a draft says so first. */
export function narrativeFor(report: Report, { draft }: Pick<WriteOptions, 'draft'>): string {
  return draft ? `${notForLodging} ${narrativeText(report)}` : narrativeText(report)
}

/**
 * Writes what is said by the schema of the pack, and gives it out only if the schema itself, by another program, finds it valid.
 *
 * @param problems that are known already, which no schema knows of
 */
export function writeBySchema(
  rootName: string,
  said: Said,
  { pack, draft }: WriteOptions,
  options: ShapeOptions & {
    readonly problems?: readonly Finding[]
    /** What to do where an element is missing, by its name. */
    readonly remedies?: Readonly<Record<string, string>>
  } = {},
): Written {
  const root = pack.schema.roots.get(rootName)
  if (root === undefined) throw new LapwingError('schema-unreadable', `The schema has no ${rootName}.`)
  const shaped = shape(root, said, options)
  const { remedies = {} } = options
  const problems = once([...(options.problems ?? []), ...shaped.problems.map(withRemedy)])
  const notices = once(shaped.notices)
  if (problems.length > 0) return { valid: false, problems, notices }
  const comment = draft ? [`<!-- ${notForLodging} -->`] : []
  const text = `${['<?xml version="1.0" encoding="UTF-8"?>', ...comment, ...shaped.lines].join('\n')}\n`
  const found = pack.validator.problemsOf(text)
  if (found.length > 0) return { valid: false, problems: found, notices }
  return { valid: true, text, notices }

  function withRemedy(finding: Finding): Finding {
    const remedy =
      remedies[
        finding.place
          .split('/')
          .at(-1)!
          .replace(/\[\d+\]$/, '')
      ]
    return remedy === undefined ? finding : { ...finding, remedy }
  }
}

/** What is so in many places alike is told once, with how often. */
function once(findings: readonly Finding[]): readonly Finding[] {
  const alike = Map.groupBy(findings, ({ kind, place, message }) =>
    JSON.stringify([kind, place.replace(/\[\d+\]/g, ''), message]),
  )
  return [...alike.values()].map(([first, ...rest]) =>
    rest.length === 0 ? first! : { ...first!, message: `${first!.message} So in ${rest.length + 1} places.` },
  )
}

/** A rule of the authority that its schema does not hold. */
export function ruleProblem(place: string, message: string): Finding {
  return { kind: 'rule', place, message }
}
