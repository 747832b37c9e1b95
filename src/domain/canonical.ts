import { sha256 } from './hash.ts'

/** What JSON can say. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

/**
 * The one way to write a JSON value (RFC 8785): names sorted by UTF-16 code units, no spaces, numbers as ECMAScript writes
 * them. Two values that are equal have the same text, so a hash of it stands for the value.
 *
 * @throws TypeError for a number that JSON cannot say
 */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new TypeError(`JSON has no ${value}`)
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  const named = value as { readonly [name: string]: Json }
  const members = Object.keys(named).sort()
  return `{${members.map(name => `${JSON.stringify(name)}:${canonicalJson(named[name]!)}`).join(',')}}`
}

/** SHA-256 over the canonical JSON, hexadecimal. `purpose` goes before it, so that a hash for one thing never passes for another's. */
export function hashOfJson(value: Json, purpose = ''): string {
  return sha256(purpose + canonicalJson(value))
}
