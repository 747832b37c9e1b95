import type { z } from 'zod'
import type { linkSchema, verificationSchema } from '../../src/server/audit.ts'
import type { serviceTokenSchema } from '../../src/server/serviceTokens.ts'
import type { userSchema } from '../../src/server/users.ts'
import { change, read } from './ask.ts'

export type AuditLink = z.output<typeof linkSchema>
export type Verification = z.output<typeof verificationSchema>
export type User = z.output<typeof userSchema>
export type ServiceToken = z.output<typeof serviceTokenSchema>

export interface AuditFilter {
  readonly object?: string | undefined
  readonly actor?: string | undefined
}
export const readAudit = (filter: AuditFilter, before: number | undefined) =>
  read<{ readonly items: readonly AuditLink[]; readonly next: number | null }>('/api/audit/links', {
    query: { ...filter, before, limit: 100 },
  })
export const verifyAudit = () => read<Verification>('/api/audit/verification')

export const readUsers = (after: string | undefined) =>
  read<{ readonly items: readonly User[]; readonly next: string | null }>('/api/users', {
    query: { after, limit: 200 },
  })
export const addUser = (body: {
  readonly sign_in_name: string
  readonly full_name: string
  readonly email?: string
  readonly roles: readonly string[]
}) => change<User & { readonly password: string }>('POST', '/api/users', { body })
const ofUser = (id: string) => `/api/users/${encodeURIComponent(id)}`
export const changeUser = (
  { user_id, version }: Pick<User, 'user_id' | 'version'>,
  body: {
    readonly full_name?: string
    readonly email?: string
    readonly roles?: readonly string[]
    readonly disabled?: boolean
  },
) => change<User>('PATCH', ofUser(user_id), { version, body })
export const resetPassword = ({ user_id }: User) =>
  change<{ readonly password: string }>('POST', `${ofUser(user_id)}/password`)

export const readTokens = () => read<{ readonly items: readonly ServiceToken[] }>('/api/service-tokens')
export const addToken = (body: {
  readonly service_name: string
  readonly scopes: readonly string[]
  readonly days: number
}) => change<ServiceToken & { readonly token: string }>('POST', '/api/service-tokens', { body })
export const revokeToken = ({ service_token_id }: ServiceToken) =>
  change<ServiceToken>('DELETE', `/api/service-tokens/${encodeURIComponent(service_token_id)}`)
