import { partyIn, type Report } from '../model/report.ts'
import { accusingWords, fillers, officerRanks, operationNames, titles } from './words.ts'

/** Something that a good report does not have. `refuse` keeps files from being offered; `look` asks a person to look. */
export interface Fault {
  readonly rule:
    | 'tax-number'
    | 'filler'
    | 'title'
    | 'officer'
    | 'operation'
    | 'accusing-word'
    | 'possible-victim'
    | 'child-as-subject'
    | 'without-evidence'
    | 'nobody-named'
  readonly severity: 'refuse' | 'look'
  /** `narrative/grounds[2]`, `subjects[1]/family_name`. */
  readonly place: string
  readonly message: string
  readonly remedy: string
}

interface Words {
  readonly place: string
  readonly text: string
}

/**
 * Holds a report against the rules of good reporting: AUSTRAC's advice on suspicious matter reports (no tax file numbers, no filler, full
 * names without titles, no names of officers or operations), and this project's own (facts that do not accuse, no more of a possible
 * victim than payments need). They hold for every authority; what one of them wants otherwise has a field of its own in its format.
 *
 * @param officers full names of those who work here
 */
export function faultsOf(report: Report, officers: readonly string[]): readonly Fault[] {
  const told = sentencesOf(report)
  const fields = fieldsOf(report)
  return [
    ...told.flatMap(words => taxNumbers(words, report)),
    ...referencesOf(report).flatMap(words => taxNumbers(words, report)),
    ...told.flatMap(words => [...fillersWithin(words), ...titlesWithin(words), ...peopleIn(words, officers)]),
    ...told.flatMap(accusing),
    ...fields.flatMap(words => [...fillerField(words), ...titleField(words)]),
    ...victims(told, report),
    ...withoutEvidence(report),
    ...subjectsWithoutName(report),
  ]
}

/** Every sentence but the citations of publications, whose titles are theirs. */
function sentencesOf({ narrative, sources }: Report): readonly Words[] {
  return narrative.flatMap(({ section, sentences }) =>
    sentences.map(({ text }, at) => ({
      place: `narrative/${section}[${at + 1}]`,
      text: sources.reduce((rest, { citation }) => rest.replaceAll(citation, ''), text),
    })),
  )
}

function fieldsOf({ subjects, institution }: Report): readonly Words[] {
  const ofSubjects = subjects.flatMap((subject, at) => {
    const place = (name: string) => `subjects[${at + 1}]/${name}`
    const names = ['given_name', 'middle_name', 'family_name', 'organisation_name', 'occupation'] as const
    return [
      ...names.map(name => ({ place: place(name), text: subject[name] ?? '' })),
      ...subject.also_known_as.map(text => ({ place: place('also_known_as'), text })),
      ...subject.addresses.flatMap(({ country: _, ...address }) =>
        Object.entries(address).map(([name, text]) => ({
          place: place(`addresses/${name}`),
          text: text ?? '',
        })),
      ),
      ...subject.identifications.map(({ number }) => ({ place: place('identifications'), text: number })),
      ...subject.phones.map(({ number }) => ({ place: place('phones'), text: number })),
    ]
  })
  const { street, city } = institution.address
  return [
    ...ofSubjects,
    { place: 'institution/name', text: institution.name },
    { place: 'institution/address', text: street ?? '' },
    { place: 'institution/address', text: city ?? '' },
  ].filter(({ text }) => text !== '')
}

function referencesOf({ payments }: Report): readonly Words[] {
  return payments
    .filter(({ copy }) => copy.reference_text)
    .map(({ payment_id, copy }) => ({
      place: `payments/${payment_id}/reference_text`,
      text: copy.reference_text!,
    }))
}

/** Australian tax file numbers: nine digits, or eight, whose weighted sum is a multiple of 11. */
function taxNumbers({ place, text }: Words, report: Report): readonly Fault[] {
  const numbers = [...text.matchAll(/(?<![\d.,/-])\d{2,3}[ -]?\d{3}[ -]?\d{3}(?![\d.,/-]*\d)/g)].map(
    match => match[0],
  )
  const named = /\b(tfn|tax file n\w*)\b/i.test(text)
  const own = new Set(
    report.payments.flatMap(({ copy, payment_id }) => [payment_id, copy.account_id, copy.counterparty_id]),
  )
  return numbers
    .filter(number => isTaxFileNumber(number.replace(/\D/g, '')) && !own.has(number))
    .map(number => ({
      rule: 'tax-number',
      severity: named || /^\d{3}[ -]\d{3}[ -]\d{3}$/.test(number) ? 'refuse' : 'look',
      place,
      message: 'This may be a tax file number, and it is unlawful to report one.',
      remedy: 'Take the number out; if it is another number, write what it is and without gaps.',
    }))
}

/** The check of the Australian Taxation Office's algorithm. */
export function isTaxFileNumber(digits: string): boolean {
  const weights = digits.length === 8 ? [10, 7, 8, 4, 6, 3, 5, 1] : [1, 4, 3, 7, 5, 8, 6, 9, 10]
  if (digits.length !== weights.length || /^0+$/.test(digits)) return false
  return weights.reduce((sum, weight, at) => sum + weight * Number(digits[at]), 0) % 11 === 0
}

function fillersWithin({ place, text }: Words): readonly Fault[] {
  return /(^|[\s(:])(n\/a|tbc|tba|not applicable)(?=$|[\s.,;)])/i.test(text) ? [filler(place)] : []
}

function fillerField({ place, text }: Words): readonly Fault[] {
  return fillers.test(text.trim()) ? [filler(place)] : []
}

function filler(place: string): Fault {
  return {
    rule: 'filler',
    severity: 'refuse',
    place,
    message: 'This says that something is not known.',
    remedy: 'Leave out what is not known; an empty field says it.',
  }
}

function titlesWithin({ place, text }: Words): readonly Fault[] {
  return titles.within.test(text) ? [title(place)] : []
}

function titleField({ place, text }: Words): readonly Fault[] {
  return /name|known_as/.test(place) && titles.before.test(text) ? [title(place)] : []
}

function title(place: string): Fault {
  return {
    rule: 'title',
    severity: 'refuse',
    place,
    message: 'A name stands with a title.',
    remedy: 'Write the full name alone, without Mr, Ms, Dr and the like.',
  }
}

function peopleIn({ place, text }: Words, officers: readonly string[]): readonly Fault[] {
  const found: Fault[] = []
  const lower = text.toLowerCase()
  const named = officers.some(name => name.includes(' ') && holdsWord(lower, name.toLowerCase()))
  if (named || officerRanks.test(text)) {
    found.push({
      rule: 'officer',
      severity: 'refuse',
      place,
      message: 'This names somebody who works on the matter, here or with police.',
      remedy: 'Write what was done and by which office; the names of staff and officers stay out.',
    })
  }
  if (operationNames.test(text)) {
    found.push({
      rule: 'operation',
      severity: 'refuse',
      place,
      message: 'This may name an operation.',
      remedy: 'Leave the name out: a report is read by more people than may know of it.',
    })
  }
  return found
}

function accusing({ place, text }: Words): readonly Fault[] {
  const found = accusingWords.exec(text)
  if (found === null) return []
  return [
    {
      rule: 'accusing-word',
      severity: 'refuse',
      place,
      message: `"${found[0]}" judges a person.`,
      remedy: 'Say what the payments show, and what is suspected; guilt is for a court.',
    },
  ]
}

function victims(told: readonly Words[], report: Report): readonly Fault[] {
  const isSubject = (of: Report['protected'][number]) =>
    partyIn(report.subjects, of.kind, of.subject_id) !== undefined
  const ids = report.protected.filter(each => !isSubject(each)).map(each => each.subject_id.toLowerCase())
  const named = told
    .filter(({ text }) => ids.some(id => holdsWord(text.toLowerCase(), id)))
    .map(
      ({ place }): Fault => ({
        rule: 'possible-victim',
        severity: 'refuse',
        place,
        message: 'This names somebody who may be harmed, or was a child when the payment was made.',
        remedy:
          'Write "a possible victim" and the number that the payments section gives; police can ask for more.',
      }),
    )
  const children = report.subjects.flatMap((subject, at): Fault[] => {
    if (partyIn(report.protected, subject.kind, subject.subject_id) === undefined) return []
    return [
      {
        rule: 'child-as-subject',
        severity: subject.role === 'suspected payer' ? 'refuse' : 'look',
        place: `subjects[${at + 1}]`,
        message: 'This subject was under 18 when a payment was made.',
        remedy:
          'A child who pays is looked after and not suspected: open a case of care, and take them out here.',
      },
    ]
  })
  return [...named, ...children]
}

function withoutEvidence({ narrative }: Report): readonly Fault[] {
  return narrative.flatMap(({ section, sentences }) =>
    sentences.flatMap(({ evidence }, at): Fault[] =>
      evidence.length > 0
        ? []
        : [
            {
              rule: 'without-evidence',
              severity: 'look',
              place: `narrative/${section}[${at + 1}]`,
              message: 'Nothing is named that carries this sentence.',
              remedy: 'Name the payments, alerts or subjects that it rests on.',
            },
          ],
    ),
  )
}

function subjectsWithoutName(report: Report): readonly Fault[] {
  if (report.subjects.some(each => each.kind !== 'device')) return []
  return [
    {
      rule: 'nobody-named',
      severity: 'refuse',
      place: 'subjects',
      message: 'The report has no subject who is a customer or a payee.',
      remedy: 'Add to the case whoever it is about.',
    },
  ]
}

function holdsWord(text: string, word: string): boolean {
  const at = text.indexOf(word)
  if (at < 0) return false
  const isWord = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}]/u.test(character)
  return (!isWord(text[at - 1]) && !isWord(text[at + word.length])) || holdsWord(text.slice(at + 1), word)
}
