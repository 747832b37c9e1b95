/** What row filters and measures in cards can speak of: the payment, and its customer as known at the payment. */
export interface Field {
  readonly name: string
  readonly type: 'text' | 'number' | 'flag'
  readonly unit: string
  /** Canonical columns it is read or computed from; without them it is unknown. */
  readonly from: readonly string[]
  readonly meaning: string
}

/**
 * A peer field, and no field of filters: how often the subject did what passes the gate within a year by then, in octaves.
 * Peers are divided by it first.
 */
export const frequencyField = 'times_a_year'

const text = (name: string, meaning: string, from = [`payments.${name}`]): Field => ({
  name,
  type: 'text',
  unit: '',
  from,
  meaning,
})

export const fields: readonly Field[] = [
  text('direction', 'in or out, seen from the own account'),
  text('rail', 'how the money moved'),
  text('status', 'completed, attempted or reversed'),
  text('currency', 'ISO 4217 code of the payment'),
  text('counterparty', 'the other side', ['payments.counterparty_id']),
  text('counterparty_country', 'ISO 3166-1 code of the other side'),
  text('counterparty_institution', "the other side's bank, wallet or remitter"),
  text('merchant_category_code', 'ISO 18245 code, for cards'),
  text(
    'merchant_name',
    'name of the shop or service, for cards, gift cards and direct debits; never a person',
    ['payments.counterparty_name', 'payments.rail'],
  ),
  text('reference_text', 'what the payer wrote'),
  text('purpose_code', 'ISO 20022 purpose'),
  text('payout_method', 'how the payee is paid out'),
  text('device_id', 'the device that made the payment'),
  text('ip_country', 'country of the network address'),
  text('product', 'product of the own account', ['accounts.product']),
  text('customer_kind', 'person or organisation', ['customers.kind']),
  text('residence_country', "the customer's country", ['customers.residence_country']),
  text('segment', "the institution's own segment", ['customers.segment']),
  text('occupation', 'as the customer stated it', ['customers.occupation']),
  text('booked_day', 'calendar day of booking, UTC', ['payments.booked_at']),
  text('local_day', 'calendar day at the payer', ['payments.booked_at', 'payments.utc_offset_minutes']),
  text('tenure_band', 'how long a customer at the payment: up to 1, 3, 10 years, longer', [
    'customers.customer_since',
  ]),
  text('age_band', 'age at the payment: up to 12, 17, 24, 39, 59 years, older', ['customers.birth_date']),
  text(
    'session_anonymiser',
    "vpn, proxy or tor in the customer's latest session of the day before; unknown without one",
    ['sessions.started_at', 'sessions.anonymiser'],
  ),
  text(
    'session_country',
    "country of the network address in the customer's latest session of the day before",
    ['sessions.started_at', 'sessions.ip_country'],
  ),
  {
    name: 'amount_home',
    type: 'number',
    unit: 'home currency',
    from: ['payments.amount_home'],
    meaning: 'amount in whole units of the home currency',
  },
  {
    name: 'local_hour',
    type: 'number',
    unit: 'hours',
    from: ['payments.booked_at', 'payments.utc_offset_minutes'],
    meaning: 'hour of the day at the payer, 0 to 23',
  },
  {
    name: 'customer_age',
    type: 'number',
    unit: 'years',
    from: ['customers.birth_date'],
    meaning: 'age at the payment, in years',
  },
  {
    name: 'tenure_days',
    type: 'number',
    unit: 'days',
    from: ['customers.customer_since'],
    meaning: 'days since the person became a customer',
  },
  {
    name: 'account_age_days',
    type: 'number',
    unit: 'days',
    from: ['accounts.opened_on'],
    meaning: 'days since the own account was opened',
  },
  {
    name: 'counterparty_age',
    type: 'number',
    unit: 'years',
    from: ['payments.counterparty_id', 'accounts.account_id', 'customers.birth_date'],
    meaning:
      'age at the payment of the person who holds the other account; unknown where it is not at this institution',
  },
  {
    name: 'device_customers',
    type: 'number',
    unit: 'customers',
    from: ['payments.device_id'],
    meaning: 'customers who have paid from this device so far, this one included',
  },
  {
    name: 'same_amount_times',
    type: 'number',
    unit: 'payments',
    from: ['payments.counterparty_id', 'payments.amount'],
    meaning:
      'earlier payments of exactly this amount between the customer and this counterparty, same direction',
  },
  {
    name: 'same_amount_days',
    type: 'number',
    unit: 'days',
    from: ['payments.counterparty_id', 'payments.amount'],
    meaning: 'days since the latest such payment; unknown the first time',
  },
  {
    name: 'same_amount_received_days',
    type: 'number',
    unit: 'days',
    from: ['payments.amount'],
    meaning: 'days since the customer last received exactly this amount; unknown before',
  },
  {
    name: 'payee_known_days',
    type: 'number',
    unit: 'days',
    from: ['payments.counterparty_id', 'customers.customer_since'],
    meaning:
      "days since the customer first dealt with this counterparty; 0 the first time; unknown for 45 days where that was in the customer's own first 45, when everybody is dealt with for the first time",
  },
  {
    name: 'sent_there_days',
    type: 'number',
    unit: 'days',
    from: ['payments.counterparty_country', 'payments.direction', 'payments.rail'],
    meaning: 'days since the customer first sent money to someone in that country; unknown before',
  },
  {
    name: 'payee_evidence',
    type: 'number',
    unit: 'bans',
    from: ['payments.counterparty_id'],
    meaning:
      'evidence on the payee from the cards about counterparties, as known at the payment; for customer cards',
  },
  {
    name: 'payee_links',
    type: 'number',
    unit: 'customers',
    from: ['payments.counterparty_id'],
    meaning:
      'other customers who stood out by then and have dealt with someone this customer has dealt with too',
  },
  {
    name: 'device_links',
    type: 'number',
    unit: 'customers',
    from: ['payments.device_id'],
    meaning: 'other customers who stood out by then and have paid from a device of this customer',
  },
  {
    name: 'identifier_links',
    type: 'number',
    unit: 'customers',
    from: ['identifiers.value'],
    meaning: 'other customers who stood out by then and have an identifier of this customer',
  },
  {
    name: 'identifier_sharers',
    type: 'number',
    unit: 'customers',
    from: ['identifiers.value'],
    meaning:
      'other customers who have an identifier of this customer, such as an e-mail address or a phone number',
  },
  {
    name: 'listed_counterparties',
    type: 'number',
    unit: 'counterparties',
    from: ['payments.counterparty_id'],
    meaning:
      'how many of the counterparties the customer has dealt with so far are named by intelligence in force at the payment',
  },
  {
    name: 'listed_identifiers',
    type: 'number',
    unit: 'identifiers',
    from: ['identifiers.value', 'accounts.account_id', 'sessions.device_id', 'payments.device_id'],
    meaning:
      "how many of the customer's own accounts, devices and identifiers are named by intelligence in force at the payment",
  },
  {
    name: 'counterparty_named_by',
    type: 'number',
    unit: 'sources',
    from: ['payments.counterparty_id'],
    meaning: 'how many sources name the counterparty by intelligence in force at the payment',
  },
  {
    name: 'cross_border',
    type: 'flag',
    unit: '',
    from: ['payments.counterparty_country', 'customers.residence_country'],
    meaning: 'the other side is in another country than the customer lives in',
  },
  {
    name: 'declared_tie',
    type: 'flag',
    unit: '',
    from: ['payments.counterparty_country', 'customers.overseas_ties'],
    meaning: 'the customer told the institution of ties to that country',
  },
  {
    name: 'counterparty_is_customer',
    type: 'flag',
    unit: '',
    from: ['payments.counterparty_id', 'accounts.account_id'],
    meaning: 'the other side is an account at this institution',
  },
  {
    name: 'own_account',
    type: 'flag',
    unit: '',
    from: ['payments.counterparty_id', 'accounts.account_id'],
    meaning: 'the other side is an account of the same customer',
  },
  {
    name: 'round_amount',
    type: 'flag',
    unit: '',
    from: ['payments.amount'],
    meaning: 'a multiple of ten whole units of the currency paid',
  },
  {
    name: 'counterparty_listed',
    type: 'flag',
    unit: '',
    from: ['payments.counterparty_id'],
    meaning: 'intelligence in force at the payment names the counterparty',
  },
]

/** Fields that are unknown unless selectors are given. */
export const intelligenceFields: readonly string[] = [
  'listed_counterparties',
  'listed_identifiers',
  'counterparty_named_by',
  'counterparty_listed',
]

export const fieldByName: ReadonlyMap<string, Field> = new Map(fields.map(field => [field.name, field]))
