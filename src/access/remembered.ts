import { microsPerSecond } from '../domain/time.ts'
import type { Caller } from './caller.ts'
import { hashOfSecret } from './secrets.ts'

/** How long the store is not asked again about a token: so late, at most, is noticed what another process ended. */
export const rememberedMicros = 2 * microsPerSecond
const rememberedMost = 10_000

/** Callers by their tokens, each known for a moment. */
export interface RememberedCallers {
  /** As it was asked a moment ago, else as `ask` says now. A token that is not good is asked about each time. */
  callerOf(token: string, ask: () => Promise<Caller | undefined>): Promise<Caller | undefined>
  /** From here on every token is asked about, also where an answer is under way that may be older. */
  forget(): void
}

/**
 * Spares a page that asks several things at once to have its session looked up for each. Whoever ends sessions or tokens in this
 * process calls `forget`, so that here they end at once. Tokens are kept by their hashes, as in the store.
 */
export function rememberCallers(clock: () => number): RememberedCallers {
  let known = new Map<string, { readonly caller: Caller; readonly until: number }>()
  return {
    async callerOf(token, ask) {
      const key = hashOfSecret(token)
      const found = known.get(key)
      const now = clock()
      if (found !== undefined && now < found.until) return found.caller
      const asked = known
      const caller = await ask()
      // Into the map of before, which nobody looks into any more when it was forgotten meanwhile.
      if (asked.size >= rememberedMost) asked.clear()
      if (caller === undefined) asked.delete(key)
      else asked.set(key, { caller, until: now + rememberedMicros })
      return caller
    },
    forget() {
      known = new Map()
    },
  }
}
