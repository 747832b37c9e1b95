import type { products } from '../domain/tables.ts'
import { accountIdAt, customerIdAt, type Institution, type InstitutionKind } from './institutions.ts'
import { drawBank, type Person } from './person.ts'
import { between, chance, integer, pick, substream } from './random.ts'

export interface Account {
  readonly accountId: string
  readonly customerId: string
  /** Number of the institution that keeps it. */
  readonly institution: number
  readonly product: (typeof products)[number]
  /** Day of the world on which it was opened; negative for most. */
  readonly openedDay: number
}

/** The accounts of one person, at one institution or several; everyone has the main one. */
export interface Holdings {
  readonly main: Account
  readonly savings: Account | undefined
  readonly creditCard: Account | undefined
  readonly remittance: Account | undefined
  /** A current account with another bank of the world. */
  readonly second: Account | undefined
}

/** Services that people use with another institution when the world has one; opened when first needed. */
export type Service = 'remittance' | 'wallet' | 'crypto'

const servedBy: Readonly<Record<Service, InstitutionKind>> = {
  remittance: 'remitter',
  wallet: 'wallet',
  crypto: 'exchange',
}
/** Part of the people who use a specialist and not their own bank (own estimate). */
const usersOf: Readonly<Record<Service, number>> = { remittance: 0.6, wallet: 0.75, crypto: 0.85 }
const places: Readonly<Record<Service, number>> = { remittance: 4, wallet: 5, crypto: 6 }

/** The main account's id follows from the person, so that others can pay into it. */
export const mainAccountId = (person: Person): string => accountIdAt(person.bank, person.index, 1)

export function openAccounts(seed: number, person: Person, institutions: readonly Institution[]): Holdings {
  const random = substream(seed, 'accounts', person.index)
  const open = (place: number, product: Account['product'], openedDay: number, institution = person.bank) =>
    accountAt(person, institution, place, product, openedDay)
  const later = () => Math.round(between(random, Math.min(person.sinceDay, -1), -1))
  const adult = person.living !== 'child' && person.living !== 'organisation'
  const remittanceOnly = person.activity < 0.05
  const product = person.living === 'child' ? 'youth' : remittanceOnly ? 'remittance' : 'transaction'
  const main = open(1, product, person.sinceDay)
  const settled = person.sinceDay < 0 && !remittanceOnly
  const holdings = {
    main,
    savings:
      settled && chance(random, adult ? 0.25 + 0.3 * Math.min(1, person.activity) : 0.3)
        ? open(2, 'savings', later())
        : undefined,
    creditCard: settled && adult && chance(random, 0.3) ? open(3, 'credit_card', later()) : undefined,
    remittance:
      settled && adult && person.supportsFamily && chance(random, 0.5)
        ? open(4, 'remittance', later() + integer(random, 0, 1))
        : undefined,
  }
  if (institutions.length === 1) return { ...holdings, second: undefined }
  const other = drawBank(institutions, random).number
  const second = settled && adult && other !== person.bank && chance(random, 0.4)
  return {
    ...holdings,
    // Where there are remitters, they are used instead of an account of the bank's own.
    remittance: institutions.some(each => each.kind === 'remitter') ? undefined : holdings.remittance,
    second: second ? open(1, 'transaction', later(), other) : undefined,
  }
}

/**
 * The account that a person has with a remitter, a wallet or an exchange, as it is when first needed on a day; undefined for
 * those who do not use one. A single institution is everything in one: it keeps crypto accounts of its own for half of the users.
 */
export function serviceAccount(
  seed: number,
  person: Person,
  institutions: readonly Institution[],
  service: Service,
): Omit<Account, 'openedDay'> | undefined {
  const random = substream(seed, 'service', service, person.index)
  const single = institutions.length === 1
  if (single && service !== 'crypto') return undefined
  if (!chance(random, single ? 0.5 : usersOf[service])) return undefined
  const serving = single ? institutions : institutions.filter(each => each.kind === servedBy[service])
  if (serving.length === 0) return undefined
  return accountAt(person, pick(random, serving).number, places[service], service, 0)
}

function accountAt(
  person: Person,
  institution: number,
  place: number,
  product: Account['product'],
  openedDay: number,
): Account {
  return {
    accountId: accountIdAt(institution, person.index, place),
    customerId: customerIdAt(institution, person.index),
    institution,
    product,
    openedDay,
  }
}

export const holdingsList = (holdings: Holdings): Account[] =>
  [holdings.main, holdings.savings, holdings.creditCard, holdings.remittance, holdings.second].filter(
    account => account !== undefined,
  )
