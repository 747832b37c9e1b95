import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { changePassword, confirmCode, enrolCode, readMe } from '../access/operations/me.ts'
import { passwordLengthMax, passwordLengthMin } from '../access/passwords.ts'
import { approvalKinds } from '../casework/duties/approvals/approval.ts'
import { formatInstant } from '../domain/time.ts'
import { type Entrance, keepSession, refuseFromElsewhere, sessionToken } from './entrance.ts'
import { addRoute, defineRoute, type Route, read } from './route.ts'
import { userSchema } from './users.ts'

const code = z.string().regex(/^\d{6}$/, 'is six digits')
const password = z.string().min(1).max(passwordLengthMax)

const credentials = z.strictObject({
  sign_in_name: z.string().min(1).max(200),
  password,
  code: code.optional(),
})

const opened = z.object({ ends_at: z.iso.datetime({ precision: null }) })
const signInRoute = {
  method: 'POST',
  path: '/api/session',
  summary: 'Sign in by password, and by code where there is an authenticator. Sets the session cookie.',
  body: credentials,
  answer: opened,
  status: 201,
} as const satisfies Route<unknown, unknown, unknown, unknown>

const greetingRoute = {
  method: 'GET',
  path: '/api/session',
  summary: 'What a page needs before anybody signs in, and whether somebody is.',
  answer: z.object({
    institution_name: z.string().nullable(),
    has_users: z.boolean(),
    is_signed_in: z.boolean(),
    has_single_sign_on: z.boolean(),
  }),
} as const satisfies Route<unknown, unknown, unknown, unknown>
export const greetingSchema = greetingRoute.answer

const signOutRoute = {
  method: 'DELETE',
  path: '/api/session',
  summary: 'Sign out.',
  answer: z.object({ signed_out: z.literal(true) }),
} as const satisfies Route<unknown, unknown, unknown, unknown>

/** The routes around a session; they alone know of cookies. */
export const sessionRoutes: readonly Route<unknown, unknown, unknown, unknown>[] = [
  greetingRoute,
  signInRoute,
  signOutRoute,
]

export function addSessionRoutes(
  server: FastifyInstance,
  entrance: Entrance,
  {
    signInsPerMinute,
    institutionName,
    hasSingleSignOn,
  }: {
    readonly signInsPerMinute: number
    readonly institutionName: string | undefined
    readonly hasSingleSignOn: boolean
  },
): void {
  addRoute(server, greetingRoute, async request => {
    const token = sessionToken(request, entrance)
    const desk = token === undefined ? undefined : await entrance.access.deskOf(token)
    return {
      institution_name: institutionName ?? null,
      has_users: desk !== undefined || (await entrance.access.hasUsers()),
      is_signed_in: desk !== undefined,
      has_single_sign_on: hasSingleSignOn,
    }
  })
  addRoute(server, { ...signInRoute, perMinute: signInsPerMinute }, async (request, reply) => {
    refuseFromElsewhere(request, entrance)
    const { sign_in_name, password, code } = read(credentials, 'body', request.body ?? {})
    const session = await entrance.access.signIn({ signInName: sign_in_name, password, code })
    keepSession(reply, entrance, session.token)
    return { ends_at: formatInstant(session.endsAt) }
  })
  addRoute(server, signOutRoute, async (request, reply) => {
    refuseFromElsewhere(request, entrance)
    const token = sessionToken(request, entrance)
    if (token !== undefined) await entrance.access.signOut(token)
    keepSession(reply, entrance, undefined)
    return { signed_out: true }
  })
}

const open = { restricted: false, members: [] }

/** What a screen leads to or offers, each with the action by which it begins, on a collection or on a case without a wall. */
const ways = [
  ['alert.list', 'Alerts', undefined],
  ['case.list', 'Cases', undefined],
  ['case.change', 'Case', open],
  ['suspicion.list-due', 'Suspicions', undefined],
  ['hold.release', 'Case', open],
  ['typology.list', 'Typologies', undefined],
  ['typology.count-alerts', 'Typologies', undefined],
  ['coverage.read', 'Typologies', undefined],
  ['typology.read-text', 'Typologies', undefined],
  ['own-card.read', 'Typologies', undefined],
  ['own-card.save', 'Typologies', undefined],
  ['user.list', 'Users', undefined],
  ['audit.read', 'AuditChain', undefined],
  ['outcome.export', 'Outcomes', undefined],
] as const

const kinds = z.array(z.enum(approvalKinds)).readonly()
export const meSchema = userSchema.extend({
  may: z.array(z.enum(['approval.list', ...ways.map(([action]) => action)])),
  approvals: z.object({ sees: kinds, decides: kinds }),
})

/** What users do with their own account. */
export const meRoutes = [
  defineRoute({
    method: 'GET',
    path: '/api/me',
    summary:
      'Who is signed in, with which roles; `may` is what they can begin with, by the names of the policies, and `approvals` those that they see and decide.',
    answer: meSchema,
    async handle({ desk, declared }) {
      const me = await desk.perform(readMe, {}, declared)
      const kindsWith = (action: string) =>
        approvalKinds.filter(kind => desk.allows(action, 'Approval', { ...open, kind }))
      const approvals = { sees: kindsWith('approval.list'), decides: kindsWith('approval.decide') }
      const may = ways
        .filter(([action, type, attributes]) => desk.allows(action, type, attributes))
        .map(([action]) => action)
      return {
        ...me,
        may: [...may, ...(approvals.sees.length > 0 ? ['approval.list' as const] : [])],
        approvals,
      }
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/password',
    summary: 'Choose a new password. Ends every session.',
    body: z.strictObject({
      old_password: password,
      new_password: z.string().min(passwordLengthMin).max(passwordLengthMax),
    }),
    answer: z.object({ changed: z.boolean() }),
    // Never as repeatable: a fast hash of what was asked would be kept, and so of the password.
    handle: ({ desk, body }) => desk.perform(changePassword, body),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/authenticator',
    summary: 'A new secret for an authenticator, shown once.',
    answer: z.object({ secret: z.string(), address: z.string() }),
    handle: ({ desk, declared }) => desk.perform(enrolCode, {}, declared),
  }),
  defineRoute({
    method: 'POST',
    path: '/api/me/authenticator/confirmation',
    summary: 'From here on sign-in needs the code of this secret.',
    body: z.strictObject({ secret: z.string().regex(/^[A-Z2-7]{32}$/), code }),
    answer: z.object({ confirmed: z.boolean() }),
    handle: ({ desk, body, declared }) => desk.perform(confirmCode, body, declared),
  }),
]
