import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { LapwingError } from '../domain/errors.ts'
import { fieldByName } from './fields.ts'
import { compileTextTest, describeFilter, evaluateFilter, type FieldValue, fieldsOf } from './filter.ts'
import { compileFilter, parseFilter } from './filter-compile.ts'
import type { Filter } from './plan.ts'

type Values = Readonly<Record<string, FieldValue>>
/** A condition with what it means, in three values: `undefined` is not known. */
interface Meaning {
  readonly cel: string
  readonly holds: (values: Values) => boolean | undefined
}

const texts = ['', 'a', 'b', 'ab', 'Ab', ' a', 'é', '😀a', 'x"y\\n', 'out']
const textFields = ['rail', 'direction', 'reference_text']
const numbers = [-1.5, -1, 0, 1, 2.5, 22]
const numberFields = ['customer_age', 'local_hour']
const flagFields = ['cross_border', 'round_amount']
const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const

const values: fc.Arbitrary<Values> = fc.record(
  Object.fromEntries([
    ...textFields.map(field => [field, fc.constantFrom<FieldValue[]>(...texts, undefined)]),
    ...numberFields.map(field => [field, fc.constantFrom<FieldValue[]>(...numbers, undefined, Number.NaN)]),
    ...flagFields.map(field => [field, fc.constantFrom<FieldValue[]>(true, false, undefined)]),
  ]),
)

function known(value: FieldValue): boolean {
  return !(value === undefined || value === '' || (typeof value === 'number' && Number.isNaN(value)))
}

/** A meaning that is not known where the field is not. */
function about<T extends FieldValue>(cel: string, field: string, holds: (value: T) => boolean): Meaning {
  return { cel, holds: values => (known(values[field]) ? holds(values[field] as T) : undefined) }
}

function compares<T extends number | string>(left: T, how: (typeof comparisons)[number], right: T): boolean {
  const sign = left < right ? -1 : left > right ? 1 : 0
  return {
    '==': sign === 0,
    '!=': sign !== 0,
    '<': sign < 0,
    '<=': sign <= 0,
    '>': sign > 0,
    '>=': sign >= 0,
  }[how]
}

const quoted = fc.constantFrom(...texts)
const comparison = fc.constantFrom(...comparisons)
const textField = fc.constantFrom(...textFields)
const atom: fc.Arbitrary<Meaning> = fc.oneof(
  fc
    .tuple(textField, comparison, quoted)
    .map(([field, how, text]) =>
      about<string>(`${field} ${how} ${JSON.stringify(text)}`, field, value => compares(value, how, text)),
    ),
  fc
    .tuple(textField, comparison, quoted)
    .map(([field, how, text]) =>
      about<string>(`${JSON.stringify(text)} ${how} ${field}`, field, value => compares(text, how, value)),
    ),
  fc
    .tuple(textField, fc.array(quoted, { minLength: 1, maxLength: 3 }))
    .map(([field, list]) =>
      about<string>(`${field} in ${JSON.stringify(list)}`, field, value => list.includes(value)),
    ),
  fc
    .tuple(textField, fc.constantFrom('startsWith', 'endsWith', 'contains'), quoted)
    .map(([field, name, text]) =>
      about<string>(`${field}.${name}(${JSON.stringify(text)})`, field, value => {
        if (name === 'contains') return value.includes(text)
        return name === 'startsWith' ? value.startsWith(text) : value.endsWith(text)
      }),
    ),
  fc
    .tuple(textField, comparison, fc.constantFrom(0, 1, 2))
    .map(([field, how, length]) =>
      about<string>(`size(${field}) ${how} ${length}`, field, value =>
        compares([...value].length, how, length),
      ),
    ),
  textField.map(field =>
    about<string>(`${field}.lowerAscii().matches("^a.?$")`, field, value =>
      /^a.?$/.test(value.toLowerCase()),
    ),
  ),
  fc
    .tuple(fc.constantFrom(...numberFields), comparison, fc.constantFrom(...numbers), fc.boolean())
    .map(([field, how, number, turned]) =>
      about<number>(turned ? `${number} ${how} ${field}` : `${field} ${how} ${number}`, field, value =>
        turned ? compares(number, how, value) : compares(value, how, number),
      ),
    ),
  fc
    .tuple(
      fc.constantFrom(...numberFields),
      fc.array(fc.constantFrom(...numbers), { minLength: 1, maxLength: 3 }),
    )
    .map(([field, list]) => about<number>(`${field} in [${list}]`, field, value => list.includes(value))),
  fc
    .tuple(fc.constantFrom(...flagFields), fc.constantFrom('', ' == true', ' != true', ' == false'))
    .map(([field, how]) =>
      about<boolean>(`${field}${how}`, field, value => value === (how === '' || how === ' == true')),
    ),
  fc.constantFrom('==', '!=').map((how): Meaning => {
    const holds = ({ rail, direction }: Values) =>
      known(rail) && known(direction) ? (rail === direction) === (how === '==') : undefined
    return { cel: `rail ${how} direction`, holds }
  }),
  fc
    .constantFrom(...textFields, ...numberFields, ...flagFields)
    .map((field): Meaning => ({ cel: `known(${field})`, holds: values => known(values[field]) })),
  fc.boolean().map((constant): Meaning => ({ cel: String(constant), holds: () => constant })),
)

const meaning: fc.Arbitrary<Meaning> = fc.letrec<{ node: Meaning }>(tie => ({
  node: fc.oneof(
    { maxDepth: 5, depthSize: 'max', withCrossShrink: true },
    atom,
    tie('node').map(
      (inner): Meaning => ({
        cel: `!(${inner.cel})`,
        holds: values => {
          const holds = inner.holds(values)
          return holds === undefined ? undefined : !holds
        },
      }),
    ),
    {
      weight: 2,
      arbitrary: fc
        .tuple(tie('node'), fc.constantFrom('&&', '||'), tie('node'))
        .map(([left, how, right]): Meaning => {
          // Kleene: one false decides an "and", one true an "or", whatever is not known.
          const decides = how === '||'
          return {
            cel: `(${left.cel}) ${how} (${right.cel})`,
            holds: values => {
              const both = [left.holds(values), right.holds(values)]
              if (both.includes(decides)) return decides
              return both.includes(undefined) ? undefined : !decides
            },
          }
        }),
    },
  ),
})).node

const runs = { numRuns: 600 }

test('a filter holds exactly where its condition is known to hold', () => {
  fc.assert(
    fc.property(meaning, fc.array(values, { minLength: 4, maxLength: 8 }), ({ cel, holds }, histories) => {
      const filter = parseFilter(cel)
      for (const values of histories) {
        assert.equal(
          evaluateFilter(filter, field => values[field]),
          holds(values) === true,
          cel,
        )
      }
    }),
    runs,
  )
})

test('a filter is in normal form: flat, constants only alone, one leaf for each text field of a connective', () => {
  fc.assert(
    fc.property(meaning, ({ cel }) => {
      checkNormal(parseFilter(cel), undefined)
    }),
    runs,
  )
})

function checkNormal(filter: Filter, within: string | undefined): void {
  if (within !== undefined) assert.notEqual(filter.kind, 'constant')
  if (filter.kind === 'number') assert.equal(fieldByName.get(filter.field)?.type, 'number')
  if (filter.kind === 'flag') assert.equal(fieldByName.get(filter.field)?.type, 'flag')
  if (filter.kind === 'text') assert.equal(typeof compileTextTest(filter.cel, filter.field)('a'), 'boolean')
  if (filter.kind !== 'all' && filter.kind !== 'any') return
  assert.notEqual(filter.kind, within)
  assert.ok(filter.of.length >= 2)
  const texts = filter.of.flatMap(part => (part.kind === 'text' ? [part.field] : []))
  assert.equal(new Set(texts).size, texts.length)
  for (const part of filter.of) checkNormal(part, filter.kind)
}

test('the description of a filter is CEL that means the same', () => {
  fc.assert(
    fc.property(meaning, values, ({ cel }, values) => {
      const filter = parseFilter(cel)
      const again = parseFilter(describeFilter(filter))
      const read = (field: string) => values[field]
      assert.equal(evaluateFilter(again, read), evaluateFilter(filter, read))
    }),
    runs,
  )
})

test('negations go to the leaves and comparisons turn over', () => {
  assert.deepEqual(parseFilter('!(customer_age >= 18 && (cross_border || !!known(device_id)))'), {
    kind: 'any',
    of: [
      { kind: 'number', field: 'customer_age', comparison: '<', value: 18 },
      {
        kind: 'all',
        of: [
          { kind: 'flag', field: 'cross_border', holds: false },
          { kind: 'known', field: 'device_id', holds: false },
        ],
      },
    ],
  })
  assert.deepEqual(parseFilter('-3 < amount_home'), {
    kind: 'number',
    field: 'amount_home',
    comparison: '>',
    value: -3,
  })
})

test('all that is about one text field becomes one leaf, wherever it stands under one connective', () => {
  const filter = parseFilter('rail != "cash" && cross_border && !(rail == "card" || rail.startsWith("c"))')
  assert.deepEqual(filter, {
    kind: 'all',
    of: [
      {
        kind: 'text',
        field: 'rail',
        cel: 'rail != "cash" && !(rail == "card") && !(rail.startsWith("c"))',
        holds: true,
      },
      { kind: 'flag', field: 'cross_border', holds: true },
    ],
  })
  assert.deepEqual([...fieldsOf(filter)], ['rail', 'cross_border'])
})

const names = {
  limits: { small_amount: { unit: 'home currency' }, long: { unit: 'days' } },
  terms: { cover_wording: {}, other: {} },
  corridors: { far: {}, near: {} },
  supplied: {
    limits: { small_amount: 7 },
    terms: { cover_wording: ['red kite', 'blé', 'c++'] },
    corridors: { far: ['NO', 'SE'] },
  },
}

function compileWell(cel: string) {
  const { filter, missing } = compileFilter(cel, names, message => assert.fail(message))
  return { filter, missing }
}

test('terms find whole words in any case and script, and only those', () => {
  const { filter } = compileWell('terms(reference_text, "cover_wording")')
  const holds = (text: string) => evaluateFilter(filter, () => text)
  for (const text of ['red kite', 'a RED  Kite!', 'BLÉ', 'ｂｌé', 'c++', 'le-blé', 'ble\u0301'])
    assert.ok(holds(text), text)
  for (const text of ['red kites', 'bleé', 'sable', 'reblé', 'c+', 'ble', '', 'xc++'])
    assert.ok(!holds(text), text)
})

test('private limits and terms are described by name only', () => {
  const cel =
    'amount_home <= limit("small_amount") && !terms(reference_text, "cover_wording") && reference_text != "x"'
  const description = describeFilter(compileWell(cel).filter)
  assert.equal(
    description,
    'amount_home <= limit("small_amount") && (!(terms(reference_text, "cover_wording")) && reference_text != "x")',
  )
})

test('words of a term list find themselves and stay private, whatever they are made of', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('a"', '], ["', '\\', '(b|', '$&', ')', 'é.', "'", '&&'), { minLength: 1 }),
      parts => {
        const word = parts.join(' ')
        const supplied = { limits: {}, terms: { other: ['x', word] }, corridors: {} }
        const { filter } = compileFilter('terms(rail, "other")', { ...names, supplied }, message =>
          assert.fail(message),
        )
        assert.equal(describeFilter(filter), 'terms(rail, "other")')
        assert.ok(evaluateFilter(filter, () => `before ${word} after`))
      },
    ),
  )
})

test('what nobody supplied is listed', () => {
  const { missing } = compileWell('tenure_days > limit("long") || terms(reference_text, "other")')
  assert.deepEqual(missing, [
    { kind: 'limit', name: 'long' },
    { kind: 'terms', name: 'other' },
  ])
})

const mistakes: readonly [cel: string, offset: number, message: RegExp, nearest?: string][] = [
  ['rial == "card"', 0, /unknown field "rial"/, 'rail'],
  ['cross_border && custmer_age > 3', 16, /unknown field/, 'customer_age'],
  ['rail == 3', 0, /text field "rail" can be compared with a text in quotes only, not with a number/],
  ['customer_age == "x"', 0, /number field "customer_age" can be compared with a number or a limit/],
  ['rail', 0, /"rail" is a text field: compare it/],
  ['cross_border > true', 0, /== true or == false only/],
  ['rail == "a" ? true : false', 0, /\? :/],
  ['customer_age + 1 > 3', 0, /arithmetic/],
  ['rail == ', 8, /is not CEL: Unexpected token/],
  ['rail.startWith("x")', 0, /unknown function ".startWith"/, 'startsWith'],
  ['knwon(rail)', 0, /unknown function "knwon"/, 'known'],
  ['amount_home > limt("small_amount")', 14, /unknown function "limt"/, 'limit'],
  ['amount_home > limit("smal_amount")', 20, /no limit "smal_amount"/, 'small_amount'],
  ['amount_home > limit("long")', 0, /limit "long" is in days, but "amount_home" is in home currency/],
  ['terms(reference_text, "cover_word")', 22, /no term list "cover_word"/, 'cover_wording'],
  ['terms(amount_home, "other")', 6, /number field, not a text field/],
  ['rail.matches("[")', 13, /regular expression/],
  ['rail in []', 8, /the list is empty/],
  ['customer_age in [1, "2"]', 20, /numbers only/],
  ['rail in ["a", 2]', 14, /texts only/],
  ['customer_age == local_hour', 0, /number or a limit only, not with the number field "local_hour"/],
  ['rail < direction', 0, /== and != only/],
  ['rail == rail', 0, /with itself/],
  ['1 < 2', 0, /nothing about the payment/],
  ['rail.size()', 0, /not a condition/],
  ['limit("long")', 0, /is a number/],
  ['[1, 2].exists(x, x > 1)', 0, /unknown function ".exists"/],
]

test('every mistake in a filter is reported at its place with the nearest word', () => {
  for (const [cel, offset, message, nearest] of mistakes) {
    const found: unknown[] = []
    compileFilter(cel, names, (message, offset, nearest) => found.push({ message, offset, nearest }))
    assert.equal(found.length, 1, cel)
    const [first] = found as { message: string; offset: number; nearest?: string }[]
    assert.match(first!.message, message, cel)
    assert.equal(first!.offset, offset, cel)
    assert.equal(first!.nearest, nearest, cel)
  }
})

test('several mistakes in a filter are all reported', () => {
  const offsets: number[] = []
  compileFilter('rial == "a" || (cros_border && rail == 3)', names, (_, offset) => offsets.push(offset))
  assert.deepEqual(offsets, [0, 16, 31])
})

test('a text test outside the text fields is refused', () => {
  assert.throws(() => compileTextTest('size(rail)', 'rail'), LapwingError)
  assert.throws(() => compileTextTest('other == "x"', 'rail'), LapwingError)
  assert.throws(() => parseFilter('rail =='), LapwingError)
})
