import { formatInstant, formatInstantOrNull, microsPerDay } from '../../domain/time.ts'
import { desc, eq } from '../../store/drizzle.ts'
import type { Store } from '../../store/store.ts'
import { serviceTokens } from '../../store/tables/access.ts'
import { actorOf, type Caller } from '../caller.ts'
import { defineOperation, type Work } from '../operation.ts'
import type { Scope } from '../roles.ts'
import { hashOfSecret, newId, newSecret } from '../secrets.ts'

/** Before each token, so that a scanner of code and logs knows one when it leaks. */
export const tokenPrefix = 'lapwing_'
export const tokenDaysMax = 366

export interface ServiceToken {
  readonly service_token_id: string
  readonly service_name: string
  readonly scopes: readonly Scope[]
  readonly created_by: string
  readonly created_at: string
  readonly ends_at: string
  readonly revoked_at: string | null
}

export const listServiceTokens = defineOperation({
  action: 'service-token.list',
  resource: 'ServiceTokens',
  personal: false,
  changes: false,
  async run({ transaction }, _: Record<never, never>) {
    const rows = await transaction
      .select()
      .from(serviceTokens)
      .orderBy(desc(serviceTokens.createdAt))
      .limit(1_000)
    return { items: rows.map(shown) }
  },
})

/** Answers the token itself, which is told once; only its hash is kept. */
export const createServiceToken = defineOperation({
  action: 'service-token.create',
  resource: 'ServiceTokens',
  personal: false,
  changes: true,
  toldOnce: true,
  async run(
    { transaction, caller, now, random },
    given: { readonly service_name: string; readonly scopes: readonly Scope[]; readonly days: number },
  ) {
    const token = tokenPrefix + newSecret(random)
    const row = {
      serviceTokenId: newId(random),
      tokenHash: hashOfSecret(token),
      serviceName: given.service_name,
      scopes: [...given.scopes],
      createdBy: actorOf(caller),
      createdAt: now,
      endsAt: now + given.days * microsPerDay,
    }
    const [created] = await transaction.insert(serviceTokens).values(row).returning()
    return { ...shown(created!), token }
  },
  detail: ({ scopes }, { service_token_id }) => ({ service_token_id, scopes }),
})

/** Ends a token at once. Ending it again changes nothing. */
export const revokeServiceToken = defineOperation({
  action: 'service-token.revoke',
  endsCallers: true,
  resource: 'ServiceToken',
  personal: false,
  changes: true,
  async find({ transaction }: Work, { service_token_id }: { readonly service_token_id: string }) {
    const [found] = await transaction
      .select({ id: serviceTokens.serviceTokenId })
      .from(serviceTokens)
      .where(eq(serviceTokens.serviceTokenId, service_token_id))
    return found
  },
  async run({ transaction, now }, { service_token_id }: { readonly service_token_id: string }) {
    const isIt = eq(serviceTokens.serviceTokenId, service_token_id)
    const [old] = await transaction.select().from(serviceTokens).where(isIt).for('update')
    const revokedAt = old!.revokedAt ?? now
    await transaction.update(serviceTokens).set({ revokedAt }).where(isIt)
    return shown({ ...old!, revokedAt })
  },
})

/** Whose token this is; absent when it ended, was revoked, or is none. */
export async function callerOfServiceToken(
  store: Store,
  token: string,
  now: number,
): Promise<Caller | undefined> {
  const [found] = await store.transaction(transaction =>
    transaction
      .select()
      .from(serviceTokens)
      .where(eq(serviceTokens.tokenHash, hashOfSecret(token))),
  )
  if (found === undefined || found.revokedAt !== null || now >= found.endsAt) return undefined
  return { kind: 'service', id: found.serviceTokenId, scopes: found.scopes as readonly Scope[] }
}

function shown(row: typeof serviceTokens.$inferSelect): ServiceToken {
  return {
    service_token_id: row.serviceTokenId,
    service_name: row.serviceName,
    scopes: row.scopes as Scope[],
    created_by: row.createdBy,
    created_at: formatInstant(row.createdAt),
    ends_at: formatInstant(row.endsAt),
    revoked_at: formatInstantOrNull(row.revokedAt),
  }
}
