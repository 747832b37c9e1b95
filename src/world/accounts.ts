import type { products } from '../domain/tables.ts'
import type { Person } from './person.ts'
import { between, chance, integer, substream } from './random.ts'

export interface Account {
  readonly accountId: string
  readonly customerId: string
  readonly product: (typeof products)[number]
  /** Day of the world on which it was opened; negative for most. */
  readonly openedDay: number
}

/** The accounts of one customer; everyone has the main one. */
export interface Holdings {
  readonly main: Account
  readonly savings: Account | undefined
  readonly creditCard: Account | undefined
  readonly remittance: Account | undefined
}

/** The main account's id follows from the customer, so that others can pay into it. */
export const mainAccountId = (person: Person): string => `${person.customerId.replace('-C-', '-A-')}-1`

export function openAccounts(seed: number, person: Person): Holdings {
  const random = substream(seed, 'accounts', person.index)
  const open = (number: number, product: Account['product'], openedDay: number): Account => ({
    accountId: mainAccountId(person).replace(/1$/, String(number)),
    customerId: person.customerId,
    product,
    openedDay,
  })
  const later = () => Math.round(between(random, Math.min(person.sinceDay, -1), -1))
  const adult = person.living !== 'child' && person.living !== 'organisation'
  const remittanceOnly = person.activity < 0.05
  const product = person.living === 'child' ? 'youth' : remittanceOnly ? 'remittance' : 'transaction'
  const main = open(1, product, person.sinceDay)
  const settled = person.sinceDay < 0 && !remittanceOnly
  return {
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
}

export const holdingsList = (holdings: Holdings): Account[] =>
  [holdings.main, holdings.savings, holdings.creditCard, holdings.remittance].filter(
    account => account !== undefined,
  )
