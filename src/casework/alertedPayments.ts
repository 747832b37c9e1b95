import { createReadStream, createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { PaymentRecord } from '../book/evidence.ts'
import type { Alert } from '../detection/alert.ts'

/** Payments of the book by id, in whatever order; ids that it does not have are left out. */
export type ReadPayments = (ids: readonly string[]) => Promise<readonly PaymentRecord[]>

/** The payments of a finding as they were when it was found; absent where one of them was not kept. */
export type PaymentsOf = (finding: Alert) => readonly PaymentRecord[] | undefined

const pageIds = 5_000

function place(data: string): string {
  return join(data, 'alerted-payments.jsonl')
}

/** Ids of all payments that are evidence in the alert, each once. */
export function paymentIdsOf(alert: Alert): readonly string[] {
  const ids = new Set([alert.payment_id, alert.strongest_payment_id, alert.last_payment_id])
  for (const reason of [...alert.reasons, ...alert.speaks_against]) {
    for (const id of reason.payment_ids) ids.add(id)
  }
  return [...ids]
}

/** Keeps every payment that is evidence in an alert, once, as the book has it now. The file is replaced whole. */
export async function keepAlertedPayments(
  data: string,
  alerts: readonly Alert[],
  readPayments: ReadPayments,
): Promise<void> {
  const ids = [...new Set(alerts.flatMap(paymentIdsOf))]
  const unfinished = `${place(data)}.unfinished`
  async function* lines() {
    for (let at = 0; at < ids.length; at += pageIds) {
      for (const payment of await readPayments(ids.slice(at, at + pageIds))) {
        yield `${JSON.stringify(withoutUnknown(payment))}\n`
      }
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(unfinished))
  await rename(unfinished, place(data))
}

/** What was kept last; none where nothing was, or where a line of the file is damaged: then the book is asked. */
export async function readAlertedPayments(data: string): Promise<PaymentsOf> {
  const byId = new Map<string, PaymentRecord>()
  try {
    for await (const line of createInterface({ input: createReadStream(place(data)) })) {
      const payment = JSON.parse(line) as PaymentRecord
      byId.set(payment.payment_id!, payment)
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && !(error instanceof SyntaxError)) throw error
  }
  return finding => {
    const payments = paymentIdsOf(finding).map(id => byId.get(id))
    return payments.every(each => each !== undefined) ? payments : undefined
  }
}

/** Most columns of most payments are unknown. */
function withoutUnknown(payment: PaymentRecord): PaymentRecord {
  return Object.fromEntries(Object.entries(payment).filter(([, text]) => text !== ''))
}
