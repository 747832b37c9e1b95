import type { z } from 'zod'
import type { greetingSchema, meSchema } from '../../src/server/session.ts'
import { change, read } from './ask.ts'

export type Greeting = z.output<typeof greetingSchema>
export type Me = z.output<typeof meSchema>
/** What somebody can begin with, by the names of the policies. */
export type Action = Me['may'][number]

export const readGreeting = () => read<Greeting>('/api/session')
export const readMe = () => read<Me>('/api/me')
export const signIn = (credentials: {
  readonly sign_in_name: string
  readonly password: string
  readonly code?: string
}) => change<{ readonly ends_at: string }>('POST', '/api/session', { body: credentials })
export const signOut = () => change<unknown>('DELETE', '/api/session')
export const changePassword = (body: { readonly old_password: string; readonly new_password: string }) =>
  change<unknown>('POST', '/api/me/password', { body })
export const singleSignOnAddress = '/api/session/single-sign-on'
