import type { Account } from './accounts.ts'
import type { Person } from './person.ts'
import { chance, substream } from './random.ts'

/** A person as one institution knows them. */
export interface Customer {
  readonly person: Person
  readonly institution: number
  readonly customerId: string
  readonly sinceDay: number
  /** Country codes that this institution was told of. */
  readonly declaredTies: readonly string[]
}

/** Who somebody is to each institution with which they have an account, their own bank first. */
export function customersOf(seed: number, person: Person, accounts: readonly Account[]): Customer[] {
  const byInstitution = Map.groupBy(accounts, account => account.institution)
  return [...byInstitution].map(([institution, own]) => {
    const home = institution === person.bank
    const told = home || chance(substream(seed, 'told', institution, person.index), 0.7)
    return {
      person,
      institution,
      customerId: own[0]!.customerId,
      sinceDay: home ? person.sinceDay : Math.min(...own.map(account => account.openedDay)),
      declaredTies: told ? person.declaredTies : [],
    }
  })
}
