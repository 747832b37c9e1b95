import { microsPerHour } from '../../domain/time.ts'

/**
 * What is to be done for somebody who may be harmed, as tasks of a new case, each with the hours in which it should be done.
 * It follows what child-protection services and financial intelligence units say in public: believe, do not blame, do not
 * confront, keep what can help, and leave contact with families and police to those who are trained. An institution's own
 * procedure goes before it.
 */
export const carePlaybook: readonly { readonly what: string; readonly within_hours: number }[] = [
  {
    what: 'Read everything here before anyone speaks with the customer. Contact is by trained staff alone, through a channel that is known to be the customer’s own.',
    within_hours: 1,
  },
  {
    what: 'Offer to hold further payments and go on only with the customer’s consent; say plainly that paying seldom ends the demands.',
    within_hours: 1,
  },
  {
    what: 'Do not confront whoever is paid, and do not warn them: it can put the customer in danger.',
    within_hours: 2,
  },
  {
    what: 'Do not contact a parent or guardian by yourself: for some, home is where the danger is. Ask the customer whom they trust, and ask child-protection staff.',
    within_hours: 2,
  },
  {
    what: 'Tell the customer that this is not their fault, and how to reach the national reporting service for children online, a helpline for children or adults, and the service that has images taken down. Never ask to see any image or message.',
    within_hours: 4,
  },
  {
    what: 'If anyone is in immediate danger, or speaks of harming themselves, call the emergency service now.',
    within_hours: 1,
  },
  {
    what: 'Ask the customer to keep messages, names of accounts and receipts, and to block nobody before a service or police has advised.',
    within_hours: 8,
  },
  {
    what: 'Try to recall payments, and say honestly how likely it is that they come back. Charge no fee for it.',
    within_hours: 24,
  },
  {
    what: 'Pass on what is known of whoever is paid to those who work on that, in a case of its own, apart from this one.',
    within_hours: 24,
  },
  {
    what: 'Look again at payments and at how the customer is, and ask whether help was reached.',
    within_hours: 7 * 24,
  },
]

/** Due times of the tasks for a case that is opened now. */
export function carePlan(now: number): readonly { readonly what: string; readonly dueAt: number }[] {
  return carePlaybook.map(({ what, within_hours }) => ({ what, dueAt: now + within_hours * microsPerHour }))
}
