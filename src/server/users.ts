import { z } from 'zod'
import { changeUser, createUser, listUsers, readUser, resetPassword } from '../access/operations/users.ts'
import { type Role, roleNames } from '../access/roles.ts'
import { defineRoute } from './route.ts'

export const role = z.enum(roleNames as readonly [Role, ...Role[]])
const id = z.strictObject({ user_id: z.string().min(1).max(100) })

const given = z.strictObject({
  sign_in_name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._@-]{0,99}$/, 'is lower-case letters, digits and . _ @ - only'),
  full_name: z.string().min(1).max(200),
  email: z.email().max(200).optional(),
  roles: z.array(role).min(1).max(roleNames.length),
})

export const userSchema = z.object({
  user_id: z.string(),
  sign_in_name: z.string(),
  full_name: z.string(),
  email: z.string().nullable(),
  roles: z.array(role).readonly(),
  disabled: z.boolean(),
  has_code: z.boolean(),
  created_at: z.string(),
  version: z.int(),
})

/** Users, for administrators. */
export const userRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/users',
    summary: 'All users. `next` is the cursor of the next page.',
    query: z.strictObject({
      after: z.string().max(100).optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: z.object({ items: z.array(userSchema), next: z.string().nullable() }),
    handle: ({ desk, query, declared }) => desk.perform(listUsers, query, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/users',
    summary: 'A new user. The first password is answered once.',
    body: given,
    answer: userSchema.extend({ password: z.string() }),
    status: 201,
    handle: ({ desk, body, declared }) => desk.perform(createUser, body, declared),
  }),
  defineRoute({
    method: 'GET',
    path: '/api/users/{user_id}',
    summary: 'One user.',
    params: id,
    answer: userSchema,
    handle: ({ desk, params, declared }) => desk.perform(readUser, params, declared),
  }),
  defineRoute({
    method: 'PATCH',
    path: '/api/users/{user_id}',
    summary: 'Change name, address or roles, or disable. Other roles end the sessions of the user.',
    params: id,
    body: given.omit({ sign_in_name: true }).extend({ disabled: z.boolean() }).partial(),
    answer: userSchema,
    needsVersion: true,
    handle: ({ desk, params, body, version, declared }) =>
      desk.perform(changeUser, { ...body, ...params, version }, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/users/{user_id}/password',
    summary: 'A new password, answered once. Removes the authenticator and ends all sessions.',
    params: id,
    answer: z.object({ password: z.string() }),
    handle: ({ desk, params, declared }) => desk.perform(resetPassword, params, declared),
  }),
]
