import { decimalsOf } from '../../domain/money.ts'
import { flagNo, flagYes } from '../fields.ts'
import { type Definition, definitions, type Remembered, type Seen } from './definitions.ts'
import { openTexts, type Texts } from './texts.ts'

/** The fields that were asked for, as they are at the present payment. */
export interface Values {
  /** Where a field stands in the arrays below. To be asked before the first payment. */
  placeOf(field: string): number
  isNumber(field: string): boolean
  /** Stored units in one that people see. */
  scaleOf(field: string): number
  /** NaN where unknown. Fields that are remembered are filled in by whoever remembers them. */
  readonly numbers: Float64Array
  /** 0 where unknown; a flag is then `flagNo` or `flagYes`. */
  readonly codes: Uint32Array
  readonly texts: string[]
  textsOf(field: string): Texts
  /** The fields asked for that take the history to tell. */
  readonly remembered: ReadonlyMap<string, Remembered>
  read(seen: Seen): void
}

export function openValues(homeCurrency: string): Values {
  const names = Object.keys(definitions)
  const places = new Map(names.map((name, place) => [name, place]))
  const numbers = new Float64Array(names.length)
  const codes = new Uint32Array(names.length)
  const texts = names.map(() => '')
  const dictionaries = new Map<string, Texts>()
  const remembered = new Map<string, Remembered>()
  const readers = new Map<string, (seen: Seen) => void>()

  function readerOf(field: string, place: number, definition: Definition): (seen: Seen) => void {
    switch (definition.type) {
      case 'text': {
        const known = openTexts()
        dictionaries.set(field, known)
        return seen => {
          const text = definition.read(seen) ?? ''
          texts[place] = text
          codes[place] = known.codeOf(text)
        }
      }
      case 'flag':
        return seen => {
          const holds = definition.read(seen)
          codes[place] = holds === undefined ? 0 : holds ? flagYes : flagNo
        }
      case 'number':
        return seen => {
          numbers[place] = definition.read(seen) ?? Number.NaN
        }
      case 'remembered':
        remembered.set(field, definition)
        return () => {}
    }
  }

  let all: readonly ((seen: Seen) => void)[] | undefined
  return {
    placeOf(field) {
      const place = places.get(field)
      if (place === undefined) throw new TypeError(`live evaluation has no definition of the field ${field}`)
      if (!readers.has(field)) readers.set(field, readerOf(field, place, definitions[field]!))
      return place
    },
    isNumber: field => ['number', 'remembered'].includes(definitions[field]!.type),
    scaleOf: field => (field === 'amount_home' ? 10 ** decimalsOf(homeCurrency) : 1),
    numbers,
    codes,
    texts,
    textsOf: field => dictionaries.get(field)!,
    remembered,
    read(seen) {
      all ??= [...readers.values()]
      for (const read of all) read(seen)
    },
  }
}
