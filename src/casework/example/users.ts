import type { Desk } from '../../access/desk.ts'
import { createUser } from '../../access/operations/users.ts'
import type { Role } from '../../access/roles.ts'

export interface ExampleUser {
  readonly user_id: string
  readonly sign_in_name: string
  readonly full_name: string
  readonly role: Role
  /** Drawn at random; told once. */
  readonly password: string
}

/** One for each role, and a second reporting officer, so that there are four eyes. Nobody of that name exists. */
const invented = [
  ['analyst', 'Example Analyst', 'analyst'],
  ['investigator', 'Example Investigator', 'investigator'],
  ['officer', 'Example Reporting Officer', 'reporting-officer'],
  ['second-officer', 'Example Second Officer', 'reporting-officer'],
  ['protection', 'Example Protection Officer', 'protection'],
  ['scientist', 'Example Data Scientist', 'data-scientist'],
  ['validator', 'Example Validator', 'validator'],
  ['insight', 'Example Reader of Figures', 'insight'],
  ['administrator', 'Example Administrator', 'administrator'],
  ['auditor', 'Example Auditor', 'auditor'],
] as const satisfies readonly (readonly [string, string, Role])[]

export type ExampleName = (typeof invented)[number][0]

export async function inventUsers(console_: Desk): Promise<ReadonlyMap<ExampleName, ExampleUser>> {
  const users = new Map<ExampleName, ExampleUser>()
  for (const [sign_in_name, full_name, role] of invented) {
    const { user_id, password } = await console_.perform(createUser, {
      sign_in_name,
      full_name,
      roles: [role],
    })
    users.set(sign_in_name, { user_id, sign_in_name, full_name, role, password })
  }
  return users
}
