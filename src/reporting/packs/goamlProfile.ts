import { z } from 'zod'
import { LapwingError } from '../../domain/errors.ts'
import { products, rails } from '../../domain/tables.ts'
import { describeProblem, type Problem } from '../../typology/problem.ts'
import { checkValue, parseYaml } from '../../typology/yaml.ts'
import { identificationTypes } from '../model/particulars.ts'
import type { Schema } from '../schema/tree.ts'

/** Which codes of an FIU's own lists stand for what: every edition of goAML has other ones. */

const code = z.string().min(1).max(60)
const by = <const Names extends readonly string[]>(names: Names) =>
  z.strictObject({
    otherwise: code,
    ...(Object.fromEntries(names.map(name => [name, code.optional()])) as Record<
      Names[number],
      z.ZodOptional<typeof code>
    >),
  })

const schema = z.strictObject({
  /** ISO 3166-1 alpha-2: cases under whose law it is for. */
  jurisdiction: z.string().regex(/^[A-Z]{2}$/),
  report: code,
  submission: code.default('E'),
  /** How a payment was carried out, by its rail; and what it was made of. */
  transmode: by(rails),
  funds: by(rails),
  account_type: by(products),
  account_status: code.optional(),
  account_role: code.optional(),
  contact_type: code,
  communication_type: code,
  identification: by(identificationTypes),
  /**
   * Texts that the edition wants everywhere and no report says, such as a flag: by kind of structure and name of element. They are written
   * only in the absence of something known.
   */
  constants: z
    .partialRecord(
      z.enum(['transaction', 'person', 'account', 'entity', 'identification']),
      z.record(z.string(), z.string().min(1)),
    )
    .default({}),
  gender: z.strictObject({ female: code, male: code, unknown: code.optional() }),
  /** Of the report as a whole, such as child sexual abuse material. */
  indicators: z.array(code).max(100).default([]),
})
export type GoamlProfile = z.output<typeof schema>

/** The list of the edition that each code must be in. */
const lists: readonly (readonly [
  list: string,
  codes: (profile: GoamlProfile) => readonly (string | undefined)[],
])[] = [
  ['report_type', profile => [profile.report]],
  ['submission_type', profile => [profile.submission]],
  ['conduction_type', profile => Object.values(profile.transmode)],
  ['funds_type', profile => Object.values(profile.funds)],
  ['account_type', profile => Object.values(profile.account_type)],
  ['account_status_type', profile => [profile.account_status]],
  ['account_person_role_type', profile => [profile.account_role]],
  ['contact_type', profile => [profile.contact_type]],
  ['communication_type', profile => [profile.communication_type]],
  ['identifier_type', profile => Object.values(profile.identification)],
  ['gender_type', profile => Object.values(profile.gender)],
  ['report_indicator_type', profile => profile.indicators],
]

/** @throws LapwingError `profile-invalid`, naming every line that is wrong, and every code that the edition does not have */
export function readGoamlProfile(file: string, text: string, edition: Schema): GoamlProfile {
  const problems: Problem[] = []
  const yaml = parseYaml(file, text, problems)
  const profile = yaml && checkValue(yaml, schema)
  const words = problems.map(describeProblem)
  if (profile !== undefined) {
    for (const [list, codesOf] of lists) {
      const allowed = edition.texts.get(list)?.choices ?? []
      const astray = new Set(codesOf(profile).filter(each => each !== undefined && !allowed.includes(each)))
      if (allowed.length === 0) continue
      for (const each of astray) {
        words.push(`${file}: "${each}" is not in ${list} of this edition, which has ${allowed.join(', ')}`)
      }
    }
  }
  if (profile !== undefined && words.length === 0) return profile
  throw new LapwingError('profile-invalid', 'This profile does not fit the schema.', {
    place: file,
    remedy: words.join('\n  '),
  })
}
