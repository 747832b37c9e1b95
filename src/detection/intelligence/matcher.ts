import { createHmac } from 'node:crypto'
import type { ValueKind } from '../../book/footprints.ts'
import { normaliseSelector } from '../../domain/normalise.ts'
import type { Selector, SelectorType } from '../../domain/selectors.ts'

/** Selectors, and the keys to test values against those that are hashes. */
export interface Intelligence {
  readonly selectors: readonly Selector[]
  /** By their ids. */
  readonly keys: ReadonlyMap<string, Buffer>
}

/** Tests values of the book against selectors, and counts. */
export interface Matcher {
  match(kind: ValueKind, value: string): readonly Selector[]
  tallies(): readonly Tally[]
}

/** How many values were tested against the selectors under one key, or against plain ones, and how many were named. */
export interface Tally {
  readonly keyId: string | undefined
  readonly selectors: number
  readonly tested: number
  readonly named: number
  /** Without its key nothing can be tested. */
  readonly keyGiven: boolean
}

/** The other side may be known by any kind of number or address; what is a customer's own, by what it is. */
const testedAs: Readonly<Record<ValueKind, readonly SelectorType[]>> = {
  counterparty: ['account', 'payid', 'wallet', 'email', 'phone', 'handle', 'merchant'],
  account: ['account'],
  device: ['device'],
  email: ['email', 'payid'],
  phone: ['phone', 'payid'],
  handle: ['handle'],
  payid: ['payid', 'email', 'phone'],
  wallet: ['wallet'],
}

export function makeMatcher({ selectors, keys }: Intelligence): Matcher {
  const indexes = [...Map.groupBy(selectors, ({ keyId }) => keyId)].map(([keyId, own]) => ({
    keyId,
    key: keyId === undefined ? undefined : keys.get(keyId),
    selectors: own.length,
    keyGiven: keyId === undefined || keys.has(keyId),
    byType: byType(own),
    tested: 0,
    named: 0,
  }))
  return {
    match(kind, value) {
      const found = new Set<Selector>()
      for (const index of indexes) {
        if (!index.keyGiven) continue
        const types = testedAs[kind].filter(type => index.byType.has(type))
        const before = found.size
        // Several types often have one form: a hash is made once.
        const tokens = new Map<string, string>()
        for (const type of types) {
          const normal = normaliseSelector(type, value)
          if (normal === '') continue
          const token = tokens.get(normal) ?? tokenOf(normal, index.key)
          tokens.set(normal, token)
          for (const selector of index.byType.get(type)!.get(token) ?? []) found.add(selector)
        }
        if (tokens.size > 0) index.tested += 1
        if (found.size > before) index.named += 1
      }
      return [...found]
    },
    tallies: () =>
      indexes.map(({ keyId, selectors, tested, named, keyGiven }) => ({
        keyId,
        selectors,
        tested,
        named,
        keyGiven,
      })),
  }
}

/** The keyed hash by which a partner names a normalised value: HMAC-SHA256 as hexadecimal digits. */
export function keyedHash(normalised: string, key: Buffer): string {
  return createHmac('sha256', key).update(normalised).digest('hex')
}

function tokenOf(normalised: string, key: Buffer | undefined): string {
  return key === undefined ? normalised : keyedHash(normalised, key)
}

function byType(selectors: readonly Selector[]): ReadonlyMap<SelectorType, ReadonlyMap<string, Selector[]>> {
  return new Map(
    [...Map.groupBy(selectors, ({ type }) => type)].map(([type, own]) => [
      type,
      Map.groupBy(own, ({ token }) => token),
    ]),
  )
}
