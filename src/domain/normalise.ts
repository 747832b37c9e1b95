import type { SelectorType } from './selectors.ts'

/**
 * One form for each selector, whoever wrote it: both sides of a match, and both sides of a keyed hash, must use the same.
 * First Unicode NFKC and no outer space; then
 *
 * | type | rule |
 * | --- | --- |
 * | account, merchant | no white space, upper case; digits with separators (`062-000 12.34`) become the digits alone |
 * | email | lower case, no white space; must have a part on each side of one `@`. No dots or tags are removed |
 * | phone | digits, with `+` in front where an international prefix (`+` or `00`) was; a bracketed `(0)` after it goes. 7 to 15 digits (ITU-T E.164) |
 * | payid | as an e-mail or phone where it is one; else no white space, lower case |
 * | wallet | `0x` addresses and bech32 (BIP 173) lower case; others as they are, because base58 tells case apart |
 * | handle | no leading `@`, lower case |
 * | device | hexadecimal digits and hyphens (UUID) lower case; others as they are |
 *
 * A national phone number stays national, because its country is not known: it equals only the same national number.
 * Empty where nothing of the type is left.
 */
export function normaliseSelector(type: SelectorType, value: string): string {
  return rules[type](value.normalize('NFKC').trim())
}

const rules: Readonly<Record<SelectorType, (text: string) => string>> = {
  account: reference,
  merchant: reference,
  email,
  phone,
  payid: text => email(text) || phone(text) || spaceless(text).toLowerCase(),
  wallet: text =>
    /^(0x[0-9a-f]+|[a-z]{1,10}1[ac-hj-np-z02-9]{6,})$/i.test(text) ? text.toLowerCase() : text,
  handle: text => text.replace(/^[@\s]+/, '').toLowerCase(),
  device: text => (/^[0-9a-f-]+$/i.test(text) ? text.toLowerCase() : text),
}

function reference(text: string): string {
  const plain = spaceless(text).toUpperCase()
  return /^[\d./-]+$/.test(plain) ? plain.replace(/\D/g, '') : plain
}

function email(text: string): string {
  const plain = spaceless(text).toLowerCase()
  return /^[^@]+@[^@]+$/.test(plain) ? plain : ''
}

function phone(text: string): string {
  if (!/^\+?[\d\s()./-]+$/.test(text)) return ''
  const plain = text.replace(/^\s*00/, '+')
  const digits = (plain.startsWith('+') ? plain.replace('(0)', '') : plain).replace(/\D/g, '')
  if (digits.length < 7 || digits.length > 15) return ''
  return plain.startsWith('+') ? `+${digits}` : digits
}

function spaceless(text: string): string {
  return text.replace(/\s+/g, '')
}
