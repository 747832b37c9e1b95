import { countries } from '../../domain/countries.ts'
import { sha256 } from '../../domain/hash.ts'
import { formatInstant, parseDate, parseInstant } from '../../domain/time.ts'
import { all, at, type Element, known, textAt } from './element.ts'

/** Canonical column names to text; unknown values are left out. */
export type Values = Record<string, string>

/** One side of a payment: debtor or creditor. */
export interface Side {
  readonly party: Element | undefined
  readonly ultimate: Element | undefined
  readonly account: Element | undefined
  readonly agent: Element | undefined
}

/** The account's IBAN, else its other identification, else its proxy (a PayID, phone number, e-mail ...). */
export function accountId(account: Element | undefined): string | undefined {
  return (
    textAt(account, 'Id', 'IBAN')?.replace(/\s/g, '') ??
    textAt(account, 'Id', 'Othr', 'Id') ??
    textAt(account, 'Prxy', 'Id')
  )
}

/** The agent's BIC as written; `BIC` until 2009 versions, `BICFI` since. */
export function bicOf(agent: Element | undefined): string | undefined {
  return textAt(agent, 'FinInstnId', 'BICFI') ?? textAt(agent, 'FinInstnId', 'BIC')
}

/** The columns about the other side of a payment. */
export function counterparty(side: Side): Values {
  const name = partyName(side.ultimate) ?? partyName(side.party)
  const agent = agentOf(side)
  const institution = institutionOf(agent)
  return present({
    counterparty_id:
      accountId(side.account) ??
      (name === undefined ? undefined : nameId(name, bicOf(agent)?.slice(0, 8) ?? institution)),
    counterparty_name: name,
    counterparty_country: countryOf(side),
    counterparty_institution: institution,
  })
}

/** Drops the values that are unknown. */
export function present(values: Readonly<Record<string, string | undefined>>): Values {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/** Names stand directly under the party, or since version 08 of the statements under `Pty` or as an agent. */
function partyName(party: Element | undefined): string | undefined {
  const name = textAt(party, 'Nm') ?? textAt(party, 'Pty', 'Nm') ?? textAt(party, 'Agt', 'FinInstnId', 'Nm')
  return name?.replace(/\s+/g, ' ')
}

/** Where the side holds its account; an institution that is itself the party stands for it. */
function agentOf(side: Side): Element | undefined {
  return side.agent ?? at(side.party, 'Agt')
}

function institutionOf(agent: Element | undefined): string | undefined {
  return (
    bicOf(agent) ??
    textAt(agent, 'FinInstnId', 'ClrSysMmbId', 'MmbId') ??
    textAt(agent, 'FinInstnId', 'Nm')?.replace(/\s+/g, ' ')
  )
}

/** The ultimate party's country, the party's, the IBAN's, then the agent's. */
function countryOf(side: Side): string | undefined {
  return (
    partyCountry(side.ultimate) ??
    partyCountry(side.party) ??
    countryIn(textAt(side.account, 'Id', 'IBAN'), 0) ??
    countryIn(bicOf(agentOf(side)), 4)
  )
}

function partyCountry(party: Element | undefined): string | undefined {
  for (const one of [party, at(party, 'Pty'), at(party, 'Agt', 'FinInstnId')]) {
    const country = textAt(one, 'PstlAdr', 'Ctry') ?? textAt(one, 'CtryOfRes')
    // ISO 3166 reserves UK for the United Kingdom, and banks do write it.
    if (country !== undefined) return country === 'UK' ? 'GB' : country
  }
  return undefined
}

function countryIn(code: string | undefined, from: number): string | undefined {
  const country = code?.slice(from, from + 2)
  return country !== undefined && countries.has(country) ? country : undefined
}

/** The same for the same name at the same institution, whatever the spacing and case. */
function nameId(name: string, institution: string | undefined): string {
  const key = `${name.normalize('NFKC').toUpperCase()}\n${institution?.toUpperCase() ?? ''}`
  return `name:${sha256(key).slice(0, 32)}`
}

/** Free text for the payee, else the references of structured remittance information. */
export function remittanceText(remittance: Element | undefined): string | undefined {
  const free = joined(all(remittance, 'Ustrd').map(line => line.text))
  if (free !== undefined) return free
  return joined(
    all(remittance, 'Strd').flatMap(part => [
      ...all(part, 'RfrdDocInf').map(document => at(document, 'Nb')?.text),
      at(part, 'CdtrRefInf', 'Ref')?.text,
      at(part, 'CdtrRefInf', 'CdtrRef')?.text,
      ...all(part, 'AddtlRmtInf').map(line => line.text),
    ]),
  )
}

function joined(texts: readonly (string | undefined)[]): string | undefined {
  const lines = texts.map(known).filter(line => line !== undefined)
  return lines.length === 0 ? undefined : lines.join(' ')
}

/** `Purp/Cd`, else its proprietary code. */
export function purposeOf(holder: Element | undefined): string | undefined {
  return textAt(holder, 'Purp', 'Cd') ?? textAt(holder, 'Purp', 'Prtry')
}

/**
 * A date-time of a message as UTC: one without offset is taken as UTC, which is a convention here, and digits finer
 * than a microsecond are dropped. What is not a date-time stays as it is.
 */
export function instantText(text: string): string {
  const zoned = /([Zz]|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`
  const instant = parseInstant(zoned.replace(/(\.\d{6})\d+/, '$1'))
  return instant === undefined ? text : formatInstant(instant)
}

/** A date of a message as its first instant, in its own offset when it has one, else in UTC. */
export function midnightText(text: string): string {
  const [, date = '', offset = 'Z'] = /^(.{10})(Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? []
  return parseDate(date) === undefined ? text : instantText(`${date}T00:00:00${offset}`)
}

/**
 * The schema's decimals in the canonical way of writing: no plus sign, a digit before the point, no zeros beyond four
 * decimals. What is not a decimal stays as it is.
 */
export function amountText(text: string | undefined): string | undefined {
  const trimmed = known(text)
  const match = /^\+?0*(\d*)(?:\.(\d*))?$/.exec(trimmed ?? '')
  if (match === null || !/\d/.test(trimmed ?? '')) return trimmed
  const fraction = (match[2] ?? '').replace(/^(.{4}.*?)0+$/, '$1')
  return `${match[1] || '0'}${fraction === '' ? '' : `.${fraction}`}`
}

export function amountOf(element: Element | undefined): Values {
  return present({ amount: amountText(element?.text), currency: known(element?.currency) })
}
