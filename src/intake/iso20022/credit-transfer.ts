import type { Problem, SourceRow } from '../source.ts'
import { at, type Element, textAt } from './element.ts'
import {
  accountId,
  amountOf,
  bicOf,
  counterparty,
  instantText,
  midnightText,
  present,
  purposeOf,
  remittanceText,
  type Side,
  type Values,
} from './fields.ts'
import type { MessageReader } from './walker.ts'

type Direction = 'in' | 'out'

/**
 * Reads pacs.008, the credit transfer between institutions: a row for the own debtor, the own creditor, or both.
 * Each field's source is in `docs/reference/iso20022.md`.
 *
 * @param institution are the BICs of the own institution; compared by their first eight characters. Without any, the
 * debtor's side is taken as own.
 */
export function readCreditTransfer(
  institution: readonly string[],
  emit: (row: Omit<SourceRow, 'row'>) => void,
): MessageReader {
  let header: Element | undefined
  let count = 0
  return {
    walks: new Set(),
    takes: path => path === 'GrpHdr' || path === 'CdtTrfTxInf',
    take(path, element) {
      if (path === 'GrpHdr') {
        header = element
        return
      }
      count += 1
      const place = `GrpHdr/MsgId ${textAt(header, 'MsgId') ?? '(none)'}, CdtTrfTxInf ${count}`
      const directions = ownDirections(element, institution)
      for (const direction of directions) {
        const values = paymentValues(header, element, count, direction)
        emit({ table: 'payments', place, values, problems: [] })
      }
      if (directions.length > 0) return
      const { direction, ...values } = paymentValues(header, element, count, 'out')
      emit({ table: 'payments', place, values, problems: [strangers(element, institution)] })
    },
    leave() {
      const announced = textAt(header, 'NbOfTxs')
      if (announced === undefined || Number(announced) === count) return
      emit({
        table: 'payments',
        place: `GrpHdr/MsgId ${textAt(header, 'MsgId') ?? '(none)'}`,
        values: {},
        problems: [
          {
            field: '',
            value: announced,
            wrong: `GrpHdr/NbOfTxs announces ${announced} transactions and the message holds ${count}`,
            right: 'as many transactions as announced; ask the sender whether some are missing',
          },
        ],
      })
    },
  }
}

function ownDirections(transaction: Element, institution: readonly string[]): readonly Direction[] {
  if (institution.length === 0) return ['out']
  const own = new Set(institution.map(bank))
  const isOwn = (agent: string) => own.has(bank(bicOf(at(transaction, agent)) ?? ''))
  return [...(isOwn('DbtrAgt') ? ['out' as const] : []), ...(isOwn('CdtrAgt') ? ['in' as const] : [])]
}

/** A BIC's first eight characters name the bank; the rest names a branch. */
function bank(bic: string): string {
  return bic.trim().slice(0, 8).toUpperCase()
}

function strangers(transaction: Element, institution: readonly string[]): Problem {
  const debtor = bicOf(at(transaction, 'DbtrAgt')) ?? 'none'
  const creditor = bicOf(at(transaction, 'CdtrAgt')) ?? 'none'
  return {
    field: '',
    value: `DbtrAgt ${debtor}, CdtrAgt ${creditor}`,
    wrong: 'neither agent is the own institution, so that it is not known whose payment this is',
    right: `a debtor or creditor agent among ${institution.join(', ')}; name every own BIC when importing`,
  }
}

function paymentValues(
  header: Element | undefined,
  transaction: Element,
  ordinal: number,
  direction: Direction,
): Values {
  const debtor = sideOf(transaction, 'Dbtr')
  const creditor = sideOf(transaction, 'Cdtr')
  const [own, other] = direction === 'out' ? [debtor, creditor] : [creditor, debtor]
  return {
    ...present({
      payment_id: `${transactionId(header, transaction, ordinal)}-${direction}`,
      booked_at: bookedAt(header, transaction, direction),
      account_id: accountId(own.account),
    }),
    direction,
    ...paidAmount(transaction, direction),
    rail: isInstant(transaction) || isInstant(header) ? 'instant' : 'transfer',
    status: 'completed',
    ...counterparty(other),
    ...present({
      reference_text: remittanceText(at(transaction, 'RmtInf')),
      purpose_code: purposeOf(transaction),
      external_reference: textAt(transaction, 'PmtId', 'UETR') ?? textAt(transaction, 'PmtId', 'EndToEndId'),
    }),
  }
}

function sideOf(transaction: Element, role: 'Dbtr' | 'Cdtr'): Side {
  return {
    party: at(transaction, role),
    ultimate: at(transaction, `Ultmt${role}`),
    account: at(transaction, `${role}Acct`),
    agent: at(transaction, `${role}Agt`),
  }
}

/** End-to-end and instruction ids repeat, so they are told apart by message and place in it. */
function transactionId(header: Element | undefined, transaction: Element, ordinal: number): string {
  const id = at(transaction, 'PmtId')
  const unique = textAt(id, 'UETR') ?? textAt(id, 'TxId')
  if (unique !== undefined) return unique
  const parts = [textAt(header, 'MsgId'), textAt(id, 'EndToEndId') ?? textAt(id, 'InstrId'), String(ordinal)]
  return parts.filter(part => part !== undefined).join('/')
}

/** The debtor gave what was instructed; the creditor got what was settled, charges on the way taken off. */
function paidAmount(transaction: Element, direction: Direction): Values {
  const instructed = at(transaction, 'InstdAmt')
  const settled = at(transaction, 'IntrBkSttlmAmt')
  return amountOf(direction === 'out' ? (instructed ?? settled) : settled)
}

/**
 * The time at which the own side was booked, the most exact first: the settlement time of that side; the acceptance;
 * the creation of the message, when it was created on the settlement date or has none; else that date's midnight.
 */
function bookedAt(
  header: Element | undefined,
  transaction: Element,
  direction: Direction,
): string | undefined {
  const settled = textAt(transaction, 'SttlmTmIndctn', direction === 'out' ? 'DbtDtTm' : 'CdtDtTm')
  const exact = settled ?? textAt(transaction, 'AccptncDtTm')
  if (exact !== undefined) return instantText(exact)
  const created = textAt(header, 'CreDtTm')
  const date = textAt(transaction, 'IntrBkSttlmDt') ?? textAt(header, 'IntrBkSttlmDt')
  if (date === undefined) return created === undefined ? undefined : instantText(created)
  return created?.slice(0, 10) === date.slice(0, 10) ? instantText(created) : midnightText(date)
}

// External local instrument codes of instant or immediate credit transfers: INST and those that begin with it, IPA
// (Aruba), ITP (instant wanted), IMD (United Kingdom).
const instantCodes = /^(INST|IPA$|ITP$|IMD$)/

function isInstant(holder: Element | undefined): boolean {
  const type = at(holder, 'PmtTpInf')
  return ['LclInstrm', 'SvcLvl'].some(kind =>
    [textAt(type, kind, 'Cd'), textAt(type, kind, 'Prtry')].some(
      code => code !== undefined && instantCodes.test(code.toUpperCase()),
    ),
  )
}
