import type { Fault } from '../../reporting/drafting/checks.ts'
import type { Finding } from '../../reporting/schema/shape.ts'
import { counted } from '../terminal/numbers.ts'
import { safe } from '../terminal/width.ts'

/** What became of the report of one case. */
export interface BuiltReport {
  readonly case_id: string
  readonly report_id?: string
  readonly content_hash?: string
  readonly format: string
  readonly draft: boolean
  /** Whether there are files: valid by the genuine schema, and with nothing against them. */
  readonly offered: boolean
  /** Why there could be none, where an error kept it. */
  readonly code?: string
  readonly schema?: { readonly edition: string; readonly sha256: string } | null
  readonly files: readonly { readonly file: string; readonly sha256: string }[]
  readonly problems: readonly Finding[]
  readonly notices: readonly Finding[]
  readonly faults: readonly Fault[]
}

/** As lines for a person: the file, then what stands against it, then what to look at. */
export function builtInWords(built: BuiltReport): readonly string[] {
  const { case_id, offered, draft, files, problems, notices, faults, schema, report_id } = built
  const about = `Case ${case_id}${report_id === undefined ? '' : `, report ${report_id}`}`
  const head = offered
    ? `${about}: ${draft ? 'a draft, not for lodging' : 'for lodging'}${schema ? `, valid by ${schema.edition}` : ''}.`
    : `${about}: no file.`
  return [
    head,
    ...files.map(({ file, sha256 }) => `  ${file}  SHA-256 ${sha256}`),
    ...problems.flatMap(({ place, message, remedy }) => [
      `  ${place}: ${message}`,
      ...(remedy === undefined ? [] : [`    ${remedy}`]),
    ]),
    ...faults.flatMap(({ place, message, remedy, severity }) => [
      `  ${place}: ${severity === 'refuse' ? 'against good reporting: ' : 'look: '}${message}`,
      `    ${remedy}`,
    ]),
    ...(notices.length === 0 ? [] : [`  ${counted(notices.length, 'notice')}:`]),
    ...notices.map(({ place, message }) => `    ${place}: ${message}`),
  ].map(safe)
}
