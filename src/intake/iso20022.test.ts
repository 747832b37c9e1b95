import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, it } from 'node:test'
import { XmlDocument, XsdValidator } from 'libxml2-wasm'
import { tables } from '../domain/tables.ts'
import { readIso20022 } from './iso20022.ts'
import type { SourceRow } from './source.ts'

const root = resolve(import.meta.dirname, '../..')
const fixtures = join(root, 'test/fixtures/iso20022')
const shared = resolve(root, '../shared/schemas/iso20022')
const skip = existsSync(shared) ? false : 'optional material ../shared/schemas/iso20022 is not there'

async function read(path: string, institution: readonly string[] = []): Promise<SourceRow[]> {
  return Array.fromAsync(readIso20022(path, { institution }))
}

async function values(path: string, institution: readonly string[] = []) {
  return (await read(path, institution)).map(row => row.values)
}

/** The fields of a row that the expectation names. */
function named(row: SourceRow | undefined, expected: Readonly<Record<string, unknown>>) {
  return Object.fromEntries(Object.keys(expected).map(name => [name, row?.values[name]]))
}

describe('the fixtures', () => {
  it('are valid against the genuine schemas', { skip }, () => {
    for (const file of readdirSync(fixtures)) {
      for (const { id, text } of documentsOf(readFileSync(join(fixtures, file), 'utf8'))) {
        const schema = XmlDocument.fromBuffer(readFileSync(join(shared, 'xsd', `${id}.xsd`)))
        const validator = XsdValidator.fromDoc(schema)
        const document = XmlDocument.fromString(text)
        assert.doesNotThrow(() => validator.validate(document), `${file}: ${id}`)
        for (const used of [document, validator, schema]) used.dispose()
      }
    }
  })
})

/** Cuts the Documents out of their envelope; a prefix is bound on the Document so that it stands alone. */
function documentsOf(text: string): { id: string; text: string }[] {
  return [...text.matchAll(/<((?:\w+:)?Document)\b([^>]*)>.*?<\/\1>/gs)].map(
    ([document, name = '', attributes]) => {
      const prefix = name.includes(':') ? `:${name.split(':')[0]}` : ''
      const uri = new RegExp(`xmlns${prefix}="([^"]*)"`).exec(text)![1]!
      const own = attributes!.includes('xmlns')
        ? document
        : document.replace('>', ` xmlns${prefix}="${uri}">`)
      return { id: uri.split(':').at(-1)!, text: own }
    },
  )
}

describe('a credit transfer (pacs.008)', () => {
  const file = join(fixtures, 'pacs.008.001.10.xml')

  it('is the debtor’s when no own institution is named', async () => {
    const rows = await values(file)
    assert.deepEqual(
      rows.map(row => row.direction),
      ['out', 'out', 'out', 'out'],
    )
    assert.deepEqual(rows[0], {
      payment_id: '00000000-0000-4000-8000-000000000001-out',
      booked_at: '2025-03-14T10:26:50Z',
      account_id: '000-001 12345678',
      direction: 'out',
      amount: '51.20',
      currency: 'AUD',
      rail: 'instant',
      status: 'completed',
      counterparty_id: 'payee@example.org',
      counterparty_name: 'Ultimate Creditor Example',
      counterparty_country: 'PH',
      counterparty_institution: 'SYNTPHMM',
      reference_text: 'first line & more second line',
      purpose_code: 'GIFT',
      external_reference: '00000000-0000-4000-8000-000000000001',
    })
  })

  it('gives a row for each own side, told by the first eight characters of the BIC', async () => {
    const rows = await read(file, ['lapwau2s'])
    assert.deepEqual(
      rows.map(row => [row.row, row.place, row.values.payment_id, row.values.direction]),
      [
        [1, 'GrpHdr/MsgId SYN-0001, CdtTrfTxInf 1', '00000000-0000-4000-8000-000000000001-out', 'out'],
        [2, 'GrpHdr/MsgId SYN-0001, CdtTrfTxInf 2', 'TX-2-out', 'out'],
        [3, 'GrpHdr/MsgId SYN-0001, CdtTrfTxInf 2', 'TX-2-in', 'in'],
        [4, 'GrpHdr/MsgId SYN-0001, CdtTrfTxInf 3', 'SYN-0001/INSTR-3/3-in', 'in'],
        [5, 'GrpHdr/MsgId SYN-0001, CdtTrfTxInf 4', 'SYN-0001/E2E-4/4-out', undefined],
      ],
    )
    assert.deepEqual(
      rows.map(row => row.problems.length),
      [0, 0, 0, 0, 1],
    )
    const [problem] = rows[4]!.problems
    assert.equal(problem?.field, '')
    assert.equal(problem?.value, 'DbtrAgt SYNTDEFF, CdtrAgt none')
    assert.match(problem?.right ?? '', /lapwau2s; name every own BIC/)
  })

  it('seen from the creditor has the settled amount and time and the debtor as counterparty', async () => {
    const rows = await values(file, ['SYNTPHMMXXX', 'LAPWAU2S'])
    assert.deepEqual(rows[1], {
      payment_id: '00000000-0000-4000-8000-000000000001-in',
      booked_at: '2025-03-14T10:26:50Z',
      account_id: 'payee@example.org',
      direction: 'in',
      amount: '1930.55',
      currency: 'PHP',
      rail: 'instant',
      status: 'completed',
      counterparty_id: '000-001 12345678',
      counterparty_name: 'Ultimate Debtor Example',
      counterparty_country: 'AU',
      counterparty_institution: 'LAPWAU2SXXX',
      reference_text: 'first line & more second line',
      purpose_code: 'GIFT',
      external_reference: '00000000-0000-4000-8000-000000000001',
    })
    const { counterparty_id, ...rest } = rows[4]!
    assert.match(counterparty_id ?? '', /^name:[0-9a-f]{32}$/)
    assert.deepEqual(rest, {
      payment_id: 'SYN-0001/INSTR-3/3-in',
      booked_at: '2025-03-14T11:00:05Z',
      account_id: 'AU00LAPW00000000000003',
      direction: 'in',
      amount: '250000',
      currency: 'JPY',
      rail: 'transfer',
      status: 'completed',
      counterparty_name: 'Overseas Payer Example',
      counterparty_institution: '0001',
      reference_text: 'INV-7 RF000000000003 balance of March',
    })
  })

  it('on another day than its settlement is booked at midnight UTC of the settlement date', async () => {
    assert.equal((await values(file))[1]?.booked_at, '2025-03-15T00:00:00Z')
  })

  it('is read from envelopes with headers and prefixes, several messages a file', async () => {
    const rows = await values(join(fixtures, 'pacs.008.001.08-envelope.xml'))
    assert.deepEqual(
      rows.map(row => [row.payment_id, row.amount, row.booked_at, row.reference_text]),
      [
        ['00000000-0000-4000-8000-000000000005-out', '20.00', '2025-03-14T09:00:00Z', 'rent <March>'],
        ['SYN-0003/E2E-6/1-out', '30.00', '2025-03-14T09:00:00Z', undefined],
      ],
    )
    assert.match(rows[1]?.counterparty_id ?? '', /^name:/)
  })
})

describe('a statement (camt.053)', () => {
  it('of version 02 has names directly under the parties', async () => {
    const rows = await read(join(fixtures, 'camt.053.001.02.xml'))
    const { counterparty_id, ...first } = rows[0]!.values
    assert.match(counterparty_id ?? '', /^name:/)
    assert.deepEqual(first, {
      payment_id: 'FI00SYNT000000000000001/ST-73/1.1/REF-1',
      booked_at: '2025-03-14T00:00:00Z',
      account_id: 'FI00SYNT000000000000001',
      direction: 'in',
      amount: '100.00',
      currency: 'EUR',
      rail: 'transfer',
      status: 'completed',
      counterparty_name: 'Payer behind One',
      counterparty_country: 'GB',
      counterparty_institution: 'SYNTGB22',
      reference_text: 'RF0000000001',
      external_reference: 'E2E-7',
    })
    assert.deepEqual(rows[1]!.values, {
      payment_id: 'FI00SYNT000000000000001/ST-73/1.2/REF-1',
      booked_at: '2025-03-14T00:00:00Z',
      account_id: 'FI00SYNT000000000000001',
      direction: 'in',
      amount: '30.00',
      currency: 'EUR',
      rail: 'transfer',
      status: 'completed',
      counterparty_id: 'SE00SYNT000000000000002',
      counterparty_name: 'Payer Two',
      counterparty_country: 'SE',
    })
  })

  it('says in the place that a batch comes without its transactions', async () => {
    const rows = await read(join(fixtures, 'camt.053.001.02.xml'))
    assert.equal(rows.length, 3)
    assert.equal(rows[2]?.place, 'Stmt/Id ST-73, Ntry 2 (a batch of 3 transactions, 0 detailed)')
    const expected = { amount: '4000.00', direction: 'out', rail: 'direct_debit' }
    assert.deepEqual(named(rows[2], expected), expected)
  })

  it('of version 08 has names under Pty, states, rails and netted batches', async () => {
    const rows = await read(join(fixtures, 'camt.053.001.08.xml'))
    assert.deepEqual(rows[0]?.values, {
      payment_id: '12345678/ST-8/page 2/1.1/00000000-0000-4000-8000-000000000001',
      booked_at: '2025-03-14T09:26:53.5Z',
      account_id: '12345678',
      direction: 'out',
      amount: '51.20',
      currency: 'AUD',
      rail: 'instant',
      status: 'completed',
      counterparty_id: 'PAYEE-1',
      counterparty_name: 'Payee Example',
      counterparty_country: 'PH',
      counterparty_institution: 'SYNTPHMM',
      reference_text: 'for you',
      purpose_code: 'FAMILY',
      external_reference: '00000000-0000-4000-8000-000000000001',
    })
    assert.deepEqual(
      rows.map(({ values: row }) => [row.direction, row.amount, row.rail, row.status]),
      [
        ['out', '51.20', 'instant', 'completed'],
        ['out', '12.00', 'card', 'attempted'],
        ['in', '40', 'transfer', 'reversed'],
        ['out', '200.00', 'cash', 'completed'],
        ['out', '0', 'transfer', 'completed'],
        ['in', '100.00', 'transfer', 'completed'],
        ['out', '40.00', 'transfer', 'completed'],
      ],
    )
  })

  it('that takes a payment back keeps the other side as counterparty, though the roles stay', async () => {
    const rows = await read(join(fixtures, 'camt.053.001.08.xml'))
    const expected = {
      counterparty_name: 'Bank as Payee',
      counterparty_country: 'NZ',
      counterparty_institution: 'SYNTNZ2W',
    }
    assert.deepEqual(named(rows[2], expected), expected)
  })
})

/** Written by hand from the messages. */
const expectedSamples: readonly {
  readonly file: string
  readonly institution?: readonly string[]
  readonly rows: number
  readonly row: number
  readonly expected: Readonly<Record<string, string | undefined>>
}[] = [
  {
    file: 'samples-ballerina-cbpr/CBPR+_c.105.1.1_pacs.008_AtoB.xml',
    rows: 1,
    row: 0,
    expected: {
      payment_id: '7a562c67-ca16-48ba-b074-65581be6f001-out',
      booked_at: '2022-10-20T09:25:00Z',
      account_id: '25698745',
      amount: '2450',
      currency: 'GBP',
      counterparty_id: '65479512',
      counterparty_name: 'A Tate',
      counterparty_country: 'RO',
      counterparty_institution: 'DEUTDEFFXXX',
      reference_text: undefined,
    },
  },
  {
    file: 'samples-ballerina-cbpr/CBPR+_c.29.1.1_pacs.008_CtoD.xml',
    institution: ['GEBABEBB'],
    rows: 1,
    row: 0,
    expected: {
      payment_id: '174c245f-2682-4291-ad67-2a41e530cd27-in',
      booked_at: '2022-10-20T07:35:00Z',
      account_id: '65479512',
      direction: 'in',
      amount: '591636',
      currency: 'RON',
      counterparty_id: '25698745',
      counterparty_name: 'Debtor Co',
      counterparty_country: 'GB',
      counterparty_institution: 'MYMBGB2LXXX',
    },
  },
  {
    file: 'samples-ballerina-cbpr/CBPR+_c.53.5_pacs.008_AtoB.xml',
    institution: ['WPACAU2SXXX'],
    rows: 1,
    row: 0,
    expected: {
      booked_at: '2020-08-05T09:05:00Z',
      account_id: '458756241',
      direction: 'out',
      amount: '500000',
      currency: 'SGD',
      rail: 'transfer',
      counterparty_name: 'Agoda Company',
      counterparty_country: 'SG',
      counterparty_institution: 'UOVBSGSG',
      external_reference: '174c245f-2682-4291-ad67-2a41e530cd27',
    },
  },
  {
    // The debtor gave 136 500; 20 of charges on the way are taken off what the creditor got.
    file: 'samples-ballerina-cbpr/CBPR+_p.2.1.2_pacs.008-CtoD.xml',
    institution: ['HNBAUS51'],
    rows: 1,
    row: 0,
    expected: {
      booked_at: '2021-05-11T05:33:41.96Z',
      account_id: '254178963',
      direction: 'in',
      amount: '136480',
      currency: 'USD',
      counterparty_name: 'GB Engineering',
      counterparty_institution: 'CHASGB2LXXX',
    },
  },
  {
    file: 'samples-ballerina-cbpr/CBPR+_p.2.1.2_pacs.008-CtoD.xml',
    rows: 1,
    row: 0,
    expected: { account_id: '96325874', direction: 'out', amount: '136500', counterparty_name: 'US Engines' },
  },
  {
    // No debtor account: an own account is not made up.
    file: 'samples-cbpr-y2025/pacs.008_stp.min.xml',
    rows: 1,
    row: 0,
    expected: {
      account_id: undefined,
      counterparty_id: 'GB29UVWX34567845678901',
      counterparty_name: 'EXAMPLE PARTY NV',
      counterparty_country: 'GB',
      counterparty_institution: 'CDEFUS01XXX',
    },
  },
  {
    file: 'samples-cbpr-y2025/pacs.008_stp.min.xml',
    institution: ['CDEFUS01'],
    rows: 1,
    row: 0,
    expected: {
      payment_id: '00000000-0000-4000-8846-6adcda7c076d-in',
      booked_at: '2026-01-01T10:00:00Z',
      account_id: 'GB29UVWX34567845678901',
      amount: '1000.00',
      currency: 'EUR',
      counterparty_name: 'EXAMPLE PARTY NV',
      counterparty_country: 'GB',
      counterparty_institution: 'NOPQGBFGXXX',
    },
  },
  {
    file: 'samples-ballerina-cbpr/CBPR+_c.105.1.1_camt.053-BtoA.xml',
    rows: 2,
    row: 1,
    expected: {
      payment_id: '48751258/100-01/2.1/7a562c67-ca16-48ba-b074-65581be6f001',
      booked_at: '2022-10-20T00:00:00Z',
      account_id: '48751258',
      direction: 'out',
      amount: '10',
      currency: 'GBP',
      rail: 'transfer',
      status: 'completed',
      external_reference: '7a562c67-ca16-48ba-b074-65581be6f001',
    },
  },
  {
    file: 'samples-moov/FI_camt_053_sample.xml.xml',
    rows: 13,
    row: 4,
    expected: {
      payment_id: 'FI7433010001222090/BANKSTMTID0972009/3.3/091029ARCH03003',
      booked_at: '2009-10-29T00:00:00Z',
      account_id: 'FI7433010001222090',
      direction: 'out',
      amount: '1230.02',
      currency: 'EUR',
      counterparty_id: '29501800020574',
      counterparty_name: 'Creditor Company',
      counterparty_country: 'FI',
      reference_text: '217827182718',
    },
  },
  {
    file: 'samples-moov/FI_camt_053_sample.xml.xml',
    rows: 13,
    row: 8,
    expected: {
      direction: 'in',
      amount: '2120.00',
      currency: 'EUR',
      counterparty_name: 'DEBTOR NAME',
      counterparty_country: 'US',
      counterparty_institution: 'BOFAUS6H',
      reference_text: 'INVOICE US20291092',
    },
  },
  {
    // The message writes UK.
    file: 'samples-moov/FI_camt_053_sample.xml.xml',
    rows: 13,
    row: 9,
    expected: { amount: '5455.00', counterparty_name: 'PAYERS NAME2', counterparty_country: 'GB' },
  },
  {
    file: 'samples-moov/FI_camt_053_sample.xml.xml',
    rows: 13,
    row: 10,
    expected: {
      amount: '10000.00',
      counterparty_name: 'ULTIMATE DEBTOR',
      counterparty_country: 'FI',
      purpose_code: 'TREA',
      reference_text: 'RF98123456789012',
      external_reference: 'EndToEndIdSCT01',
    },
  },
  {
    // The transaction says CRDT against its entry; the statement's balances side with the entry.
    file: 'samples-moov/camt.053_P_CH2909000000250094239_1110092698_0_2020112503071366.xml',
    rows: 5,
    row: 1,
    expected: {
      payment_id: 'CH2909000000250094239/20201124375204229003973/2.1/0758103031480977',
      booked_at: '2020-11-24T00:00:00Z',
      account_id: 'CH2909000000250094239',
      direction: 'out',
      amount: '77.70',
      currency: 'CHF',
      rail: 'transfer',
    },
  },
  {
    file: 'samples-moov/camt.053_P_CH2909000000250094239_1110092698_0_2020112503071366.xml',
    rows: 5,
    row: 0,
    expected: { direction: 'in', amount: '4.50', rail: 'direct_debit' },
  },
  {
    file: 'samples-moov/200519_camt.054-Credit_P_CH2909000000250094239_1110092691_0_2019042421291293.xml',
    rows: 1,
    row: 0,
    expected: { direction: 'in', amount: '1500.00', booked_at: '2019-04-24T00:00:00Z', status: 'completed' },
  },
  {
    file: 'samples-ballerina-cbpr/CBPR+_c.54.3.1_camt.054-BtoA.xml',
    rows: 1,
    row: 0,
    expected: {
      account_id: 'AWA15457',
      direction: 'out',
      amount: '165486600',
      currency: 'JPY',
      booked_at: '2020-08-06T00:00:00Z',
    },
  },
]

describe('the messages of others', { skip }, () => {
  for (const { file, institution = [], rows, row, expected } of expectedSamples) {
    it(`${basename(file)}: row ${row + 1}${institution.map(bic => ` for ${bic}`).join('')}`, async () => {
      const given = await read(join(shared, file), institution)
      assert.equal(given.length, rows)
      assert.deepEqual(named(given[row], expected), expected)
    })
  }

  /** What a message leaves out that a payment cannot do without. */
  const incomplete: Readonly<Record<string, string>> = {
    'pacs.008.min.xml': 'account_id',
    'pacs.008_stp.min.xml': 'account_id',
    // The example status EXCd is none of the standard's.
    'camt.054.min.xml': 'status',
  }

  for (const file of samples(/pacs\.008|camt[._]05[234]/)) {
    it(`${basename(file)} gives a canonical row for each transaction`, async () => {
      const given = await read(file)
      assert.equal(given.length, transactionsIn(readFileSync(file, 'utf8')))
      assert.equal(new Set(given.map(row => row.values.payment_id)).size, given.length)
      for (const row of given) {
        assert.deepEqual(row.problems, [])
        const wrong = tables.payments.safeParse(row.values).error?.issues.map(issue => issue.path[0]) ?? []
        const expected = incomplete[basename(file)]
        assert.deepEqual(wrong, expected === undefined ? [] : [expected])
      }
    })
  }

  for (const file of samples(/pain\.001|pacs\.00[249]|camt\.(029|056|105)/)) {
    it(`${basename(file)} is refused by name`, async () => {
      await assert.rejects(read(file), {
        code: 'iso20022-unsupported',
        message: /^(pain|pacs|camt)\.[\d.]+ \(\w+\) /,
      })
    })
  }
})

function samples(pattern: RegExp): string[] {
  if (skip) return []
  return readdirSync(shared, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.xml') && pattern.test(basename(file)))
    .map(file => join(shared, file))
}

/** Counted another way than by the reader: from the header, or the entries as text. */
function transactionsIn(text: string): number {
  const bare = text.replace(/<!--.*?-->/gs, '').replace(/(<\/?)\w+:/g, '$1')
  if (bare.includes('<FIToFICstmrCdtTrf>')) return Number(/<NbOfTxs>(\d+)</.exec(bare)?.[1])
  return bare
    .split('<Ntry>')
    .slice(1)
    .reduce((sum, entry) => sum + Math.max(1, entry.split('<TxDtls>').length - 1), 0)
}
