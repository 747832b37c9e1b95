/** What people are in an institution, with what the role is for. A user may have several. */
export const roles = {
  analyst: 'triages alerts',
  investigator: 'works cases',
  'reporting-officer': 'approves and files reports',
  protection: 'looks after possible victims',
  'data-scientist': 'works on typologies and their calibration',
  validator: 'tests them independently',
  insight: 'reads figures that identify nobody, and no record',
  administrator: 'manages users and configuration, and sees no case',
  auditor: 'reads the audit chain, and nothing else',
} as const
export type Role = keyof typeof roles
export const roleNames = Object.keys(roles) as readonly Role[]

/** What a machine's token may be used for. */
export const scopes = {
  monitoring: 'checks that the service and its audit chain are whole',
} as const
export type Scope = keyof typeof scopes
export const scopeNames = Object.keys(scopes) as readonly Scope[]

/** What a sensitive read may be for; whoever reads says which, and the audit chain keeps it. */
export const purposes = [
  'triage',
  'investigation',
  'reporting',
  'protection',
  'quality-review',
  'validation',
  'audit',
] as const
export type Purpose = (typeof purposes)[number]
