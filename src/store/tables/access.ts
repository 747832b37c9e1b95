import { bigint, boolean, integer, pgTable, text } from '../drizzle.ts'

/** Migration 0002. Instants are microseconds since 1970 UTC. */
export const users = pgTable('users', {
  userId: text('user_id').primaryKey(),
  signInName: text('sign_in_name').notNull(),
  fullName: text('full_name').notNull(),
  email: text('email'),
  roles: text('roles').array().notNull(),
  passwordHash: text('password_hash'),
  totpSecret: text('totp_secret'),
  /** The newest time step whose code was accepted: a code is good once. */
  totpLastStep: bigint('totp_last_step', { mode: 'number' }),
  singleSignOnSubject: text('single_sign_on_subject'),
  disabled: boolean('disabled').notNull().default(false),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  version: integer('version').notNull().default(1),
})

export const sessions = pgTable('sessions', {
  tokenHash: text('token_hash').primaryKey(),
  userId: text('user_id').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  lastSeenAt: bigint('last_seen_at', { mode: 'number' }).notNull(),
  endsAt: bigint('ends_at', { mode: 'number' }).notNull(),
})

export const serviceTokens = pgTable('service_tokens', {
  serviceTokenId: text('service_token_id').primaryKey(),
  tokenHash: text('token_hash').notNull(),
  serviceName: text('service_name').notNull(),
  scopes: text('scopes').array().notNull(),
  createdBy: text('created_by').notNull(),
  createdAt: bigint('created_at', { mode: 'number' }).notNull(),
  endsAt: bigint('ends_at', { mode: 'number' }).notNull(),
  revokedAt: bigint('revoked_at', { mode: 'number' }),
})

export const signInFailures = pgTable('sign_in_failures', {
  nameHash: text('name_hash').primaryKey(),
  failures: integer('failures').notNull(),
  since: bigint('since', { mode: 'number' }).notNull(),
})
