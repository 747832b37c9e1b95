import { parentPort, workerData } from 'node:worker_threads'
import { countsOf } from './alert-difference.ts'
import type { BackTestSays, BackTestWork } from './back-test.ts'
import { compareCards, tallyOf } from './cards-compared.ts'

const say = (says: BackTestSays) => parentPort!.postMessage(says)

const compared = await compareCards(
  // Only counts leave this thread, so that any names of payments do.
  { ...(workerData as BackTestWork), paymentIds: async payments => payments.map(String) },
  (step, fraction) => say({ step, fraction }),
)
const { difference, payments, customers, cuts } = compared
const { from: before, to: after, ...changed } = countsOf(difference)
say({
  result: {
    payments,
    customers,
    cut_bans_before: cuts.from,
    cut_bans_after: cuts.to,
    before,
    after,
    ...changed,
    groups: {
      typology: tallyOf(compared, 'typology'),
      age: tallyOf(compared, 'age'),
      since: tallyOf(compared, 'since'),
      corridor: tallyOf(compared, 'corridor'),
    },
  },
})
