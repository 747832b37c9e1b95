import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { stringify } from 'yaml'
import { actAs } from '../access/desk.ts'
import { sampleOffice } from '../access/office.sample.ts'
import { addEvidence } from '../casework/cases/evidence.ts'
import { ownJurisdictions } from '../casework/clocks/jurisdictions.ts'
import { askApproval } from '../casework/duties/approvals/ask.ts'
import { decideApproval } from '../casework/duties/approvals/decide.ts'
import { openWorkplace, sampleCase, type Workplace } from '../casework/duties/duties.sample.ts'
import { formSuspicion } from '../casework/duties/suspicion/form.ts'
import { moveSuspicion } from '../casework/duties/suspicion/move.ts'
import { genuine } from '../reporting/formats/genuine.sample.ts'
import { uaeProfile } from '../reporting/formats/goamlProfiles.sample.ts'
import { sampleInstitution, samplePayment } from '../reporting/report.sample.ts'
import { openStore, type Store } from '../store/store.ts'
import { main } from './main.ts'
import { plain } from './terminal/style.ts'

let data: string
let out: string
const ids: { case_id: string; customer_id: string }[] = []

async function run(...line: string[]) {
  const [printed, noted]: [string[], string[]] = [[], []]
  const terminal = {
    width: 100,
    paint: plain,
    live: false,
    environment: {},
    print: (...lines: readonly string[]) => void printed.push(...lines),
    note: (...lines: readonly string[]) => void noted.push(...lines),
    redraw() {},
  }
  const code = await main([...line, '--data', data], terminal)
  return { code, text: printed.join('\n'), noted: noted.join('\n') }
}
const jsonOf = (text: string) =>
  text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))

/** The store of the data folder, while nothing else has it. */
async function atWork<T>(work: (place: Workplace) => Promise<T>): Promise<T> {
  const place = await workplaceOn(await openStore({ directory: join(data, 'store') }))
  try {
    return await work(place)
  } finally {
    await place.office.store.close()
  }
}

let known: Workplace['desks'] | undefined

/** The same people each time. */
async function workplaceOn(store: Store): Promise<Workplace> {
  if (known === undefined) {
    const place = await openWorkplace(store)
    known = place.desks
    return place
  }
  const office = await sampleOffice(store)
  const desks = Object.entries(known).map(([name, { caller }]) => [name, actAs(caller, office)])
  return { office, desks: Object.fromEntries(desks) }
}

before(async () => {
  data = await mkdtemp(join(tmpdir(), 'lapwing-reports-'))
  out = join(data, 'out')
  await writeFile(join(data, 'institution.yaml'), stringify(sampleInstitution))
  await atWork(async ({ office, desks }) => {
    for (const [at, country] of ['US', 'AU'].entries()) {
      const made = await sampleCase(office, { jurisdiction: country })
      ids.push(made)
      const payment = samplePayment(`P-${at}`, { customer_id: made.customer_id, amount_home: '51.20' }).copy
      await desks.investigator.perform(
        addEvidence(async () => [payment]),
        {
          case_id: made.case_id,
          payment_ids: [payment.payment_id!],
        },
      )
      await desks.investigator.perform(formSuspicion(ownJurisdictions()), {
        case_id: made.case_id,
        formed_at: 1,
        matter: 'any',
      })
    }
  })
})
after(() => rm(data, { recursive: true }))

describe('reports from the command line', () => {
  test('nothing is built for lodging before it was drafted and approved, and everything is told', async () => {
    const { code, text } = await run(
      'reports',
      'build',
      '--all',
      '--format',
      'fincen-sar',
      '--out',
      out,
      '--json',
    )
    assert.equal(code, 1)
    assert.deepEqual(
      jsonOf(text).map(each => [each.offered, each.code]),
      [
        [false, 'no-draft'],
        [false, 'no-draft'],
      ],
    )
  })

  test('a draft is gathered and refused, with what to do, where the book counts in another currency', async () => {
    const { code, text } = await run(
      'reports',
      'build',
      '--case',
      ids[0]!.case_id,
      '--format',
      'fincen-sar',
      '--out',
      out,
      '--draft',
    )
    assert.equal(code, 1)
    assert.match(text, /US dollars/)
  })

  test('a report by an edition of goAML that was added, from draft to approval to lodging', {
    skip: genuine('goaml/5.0.2-UAE-FIU/goAMLSchema.xsd').skip,
  }, async () => {
    const schema = genuine('goaml/5.0.2-UAE-FIU/goAMLSchema.xsd').path
    const profile = join(data, 'profile.yaml')
    await writeFile(profile, uaeProfile.replace('jurisdiction: AE', 'jurisdiction: US'))
    const particulars = join(data, 'subjects.yaml')
    await writeFile(
      particulars,
      stringify({
        subjects: [
          {
            kind: 'customer',
            subject_id: ids[0]!.customer_id,
            given_name: 'Synthetic',
            family_name: 'Testperson',
            gender: 'male',
            birth_date: '1980-01-15',
            nationality: 'US',
            residence_country: 'US',
            phones: [{ number: '5550100003' }],
            identifications: [
              {
                type: 'passport',
                number: 'X0000001',
                country: 'US',
                issued_on: '2025-01-01',
                expires_on: '2034-01-01',
              },
            ],
          },
        ],
      }),
    )
    const without = await run('reports', 'add-pack', schema)
    assert.match(without.noted, /codes of its own/)
    const codes = await run('reports', 'add-pack', schema, '--codes')
    assert.match(codes.text, /report_type: AIF, AIFT/)
    const added = await run('reports', 'add-pack', schema, '--profile', profile, '--json')
    assert.equal(jsonOf(added.text)[0].patterns_mended, 27)

    const line = ['reports', 'build', '--case', ids[0]!.case_id, '--format', 'goaml', '--out', out, '--json']
    const drafted = await run(...line, '--draft', '--particulars', particulars)
    const [draft] = jsonOf(drafted.text)
    assert.equal(draft.offered, true, drafted.text)
    assert.match(draft.files[0].file, /DRAFT-not-for-lodging/)
    assert.match(await readFile(draft.files[0].file, 'utf8'), /NOT FOR LODGING/)
    assert.equal((await stat(draft.files[0].file)).mode & 0o077, 0)
    assert.equal((await run(...line)).code, 1, 'it is not approved yet')

    await atWork(async ({ desks }) => {
      const { case_id } = ids[0]!
      await desks.investigator.perform(moveSuspicion(ownJurisdictions()), {
        case_id,
        version: 1,
        move: 'draft',
      })
      const { approval_id, version } = await desks.investigator.perform(askApproval, {
        kind: 'report',
        object_id: draft.report_id,
        content_hash: draft.content_hash,
        case_id,
        why: 'Complete.',
      })
      await desks.officer.perform(decideApproval, {
        approval_id,
        version,
        decision: 'approved',
        reason: 'Read.',
      })
    })
    const built = await run(...line)
    assert.equal(built.code, 0, built.text)
    const [file] = jsonOf(built.text)
    assert.equal(file.content_hash, draft.content_hash)
    assert.doesNotMatch(await readFile(file.files[0].file, 'utf8'), /DRAFT/)
    assert.equal((await readdir(out)).length, 2)
  })

  test('a pack that was changed after it was added is not used', {
    skip: genuine('ncmec-cybertipline/cyber_tipline.xsd').skip,
  }, async () => {
    await run('reports', 'add-pack', genuine('ncmec-cybertipline/cyber_tipline.xsd').path)
    const file = join(data, 'report-packs/cybertip/schema.xsd')
    await writeFile(file, `${await readFile(file, 'utf8')}\n`)
    const { code, noted } = await run('reports', 'build', '--all', '--format', 'cybertip', '--out', out)
    assert.equal(code, 3)
    assert.match(noted, /not the one that was pinned/)
    await rm(join(data, 'report-packs/cybertip'), { recursive: true })
  })

  test('a schema that Lapwing does not write is refused', async () => {
    const file = join(data, 'other.xsd')
    await writeFile(
      file,
      '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="other"/></xs:schema>',
    )
    assert.match((await run('reports', 'add-pack', file)).noted, /no format that Lapwing writes/)
  })
})
