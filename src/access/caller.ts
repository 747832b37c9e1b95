import type { Role, Scope } from './roles.ts'

/** Whoever asks for something. */
export type Caller =
  | { readonly kind: 'user'; readonly id: string; readonly roles: readonly Role[] }
  | { readonly kind: 'service'; readonly id: string; readonly scopes: readonly Scope[] }
  /** Whoever runs commands on the machine that has the store; can set up users and no more. */
  | { readonly kind: 'console' }

/** The caller as the audit chain names it. */
export function actorOf(caller: Caller): string {
  return caller.kind === 'console' ? 'console' : `${caller.kind}:${caller.id}`
}
