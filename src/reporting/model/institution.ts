import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { LapwingError } from '../../domain/errors.ts'
import { readChecked } from '../../typology/yaml.ts'
import { addressSchema } from './particulars.ts'

/** The reporting institution, as authorities know it. It names an office, not an officer. */

const line = z.string().trim().min(1).max(150)
const phone = z.string().regex(/^\d{4,16}$/, 'digits alone')

const schema = z.strictObject({
  name: line,
  address: addressSchema,
  phone,
  email: z.email().optional(),
  /** The office that answers questions on reports. */
  contact_office: line,
  contact_phone: phone,
  contact_email: z.email(),
  fincen: z
    .strictObject({
      /** Codes of FinCEN's lists, as digits: primary federal regulator and type of institution. */
      primary_regulator: z.string(),
      organisation_type: z.string(),
      organisation_subtype: z.string().optional(),
      /** Employer identification number, 9 digits. */
      ein: z.string().regex(/^\d{9}$/, 'nine digits'),
      transmitter_name: line.optional(),
      /** Of whoever transmits; without one, the institution itself. */
      transmitter_tin: z
        .string()
        .regex(/^\d{9}$/, 'nine digits')
        .optional(),
      /** P and seven characters, as FinCEN gave it. */
      transmitter_control_code: z.string().regex(/^P[A-Z0-9]{7}$/, 'P and seven letters or digits'),
    })
    .optional(),
  goaml: z
    .strictObject({
      rentity_id: z.string().regex(/^[1-9]\d*$/, 'a whole number'),
      rentity_branch: line.optional(),
      institution_code: line.optional(),
      swift: line.optional(),
      branch: line.optional(),
      reporting_user_code: line.optional(),
      /** Only where the edition wants one. */
      reporting_person: z
        .strictObject({
          gender: z.enum(['female', 'male']).optional(),
          first_name: line,
          last_name: line,
          nationality: z.string().optional(),
          residence: z.string().optional(),
          occupation: line.optional(),
          phone: z.string().optional(),
          email: z.email().optional(),
        })
        .optional(),
    })
    .optional(),
  austrac: z.strictObject({ reporting_entity_number: line, reporting_branch: line.optional() }).optional(),
})
export type Institution = z.output<typeof schema>

/** Where a data folder says who reports. */
export function institutionPlace(data: string): string {
  return join(data, 'institution.yaml')
}

/** @throws LapwingError `institution-missing`, `institution-invalid` with every line that is wrong */
export function readInstitution(place: string): Institution {
  let text: string
  try {
    text = readFileSync(place, 'utf8')
  } catch (cause) {
    throw new LapwingError('institution-missing', 'Who reports is not written down.', {
      place,
      remedy:
        'Write a YAML file with name, address, contact and registrations; docs/guide/reports.md shows one.',
      cause,
    })
  }
  return readChecked(place, text, schema, {
    code: 'institution-invalid',
    message: 'This description of the institution cannot be used.',
  })
}
