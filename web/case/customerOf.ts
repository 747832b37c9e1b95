import { words } from '../words/words.ts'
import type { InCase } from './inCase.ts'

/** A choice among the customers of a case; of one alone it is made. */
export function customerOf(whole: InCase['whole']) {
  const customers = whole.subjects.filter(({ kind }) => kind === 'customer')
  return {
    name: 'customer_id',
    label: words.cases.customer,
    kind: 'choice',
    hint: words.cases.customerHint,
    options: customers.map(({ subject_id, role }) => ({
      value: subject_id,
      label: `${subject_id} (${role})`,
    })),
    initial: customers.length === 1 ? customers[0]!.subject_id : '',
  } as const
}
