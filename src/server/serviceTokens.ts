import { z } from 'zod'
import {
  createServiceToken,
  listServiceTokens,
  revokeServiceToken,
  tokenDaysMax,
} from '../access/operations/serviceTokens.ts'
import { type Scope, scopeNames } from '../access/roles.ts'
import { defineRoute } from './route.ts'

const scope = z.enum(scopeNames as readonly [Scope, ...Scope[]])

export const serviceTokenSchema = z.object({
  service_token_id: z.string(),
  service_name: z.string(),
  scopes: z.array(scope).readonly(),
  created_by: z.string(),
  created_at: z.string(),
  ends_at: z.string(),
  revoked_at: z.string().nullable(),
})

/** Tokens of machines, for administrators. */
export const serviceTokenRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/service-tokens',
    summary: 'All tokens, those that ended among them; never the token itself.',
    answer: z.object({ items: z.array(serviceTokenSchema) }),
    handle: ({ desk, declared }) => desk.perform(listServiceTokens, {}, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/service-tokens',
    summary: 'A new token, answered once.',
    body: z.strictObject({
      service_name: z.string().min(1).max(200),
      scopes: z.array(scope).min(1).max(scopeNames.length),
      days: z.int().min(1).max(tokenDaysMax),
    }),
    answer: serviceTokenSchema.extend({ token: z.string() }),
    status: 201,
    handle: ({ desk, body, declared }) => desk.perform(createServiceToken, body, declared),
  }),
  defineRoute({
    method: 'DELETE',
    path: '/api/service-tokens/{service_token_id}',
    summary: 'End a token at once.',
    params: z.strictObject({ service_token_id: z.string().min(1).max(100) }),
    answer: serviceTokenSchema,
    handle: ({ desk, params, declared }) => desk.perform(revokeServiceToken, params, declared),
  }),
]
