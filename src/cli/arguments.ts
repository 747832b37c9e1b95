import { parseArgs } from 'node:util'
import { LapwingError } from '../domain/errors.ts'
import { parseDate, parseInstant } from '../domain/time.ts'
import { nearestWord } from '../typology/nearest.ts'
import { type Command, everywhere, type Option, type Options } from './command.ts'

export interface Parsed {
  readonly values: Readonly<Record<string, unknown>>
  readonly words: readonly string[]
  /** Names of the options that were written, and not left to their defaults. */
  readonly written: ReadonlySet<string>
}

/** An error of the kind that ends with exit code 2. */
export function wrongUse(message: string, remedy: string): LapwingError {
  return new LapwingError('wrong-use', message, { remedy })
}

/** Finds the command that the first one or two words name. @throws LapwingError `wrong-use` */
export function findCommand<C extends { readonly name: string }>(
  commands: readonly C[],
  written: readonly string[],
): { readonly command: C; readonly rest: readonly string[] } {
  for (const length of [2, 1]) {
    const name = written.slice(0, length).join(' ')
    const command = commands.find(each => each.name === name)
    if (command !== undefined) return { command, rest: written.slice(length) }
  }
  const first = written[0] ?? ''
  const group = commands.filter(command => command.name.startsWith(`${first} `)).map(command => command.name)
  if (group.length > 0) {
    throw wrongUse(`"lapwing ${first}" needs one more word.`, `Commands: ${group.join(', ')}.`)
  }
  const near = nearest(
    first,
    commands.map(command => command.name),
  )
  throw wrongUse(
    `There is no command "${first}".`,
    near === undefined ? 'lapwing --help lists the commands.' : `Did you mean "lapwing ${near}"?`,
  )
}

/** Reads what stands after the command's name by its options. @throws LapwingError `wrong-use` */
export function parse(command: Command, written: readonly string[]): Parsed {
  const options: Options = { ...command.options, ...everywhere }
  const { tokens } = parseArgs({
    args: [...written],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, option]) => [
        name,
        { type: option.kind === 'flag' ? 'boolean' : 'string', ...(name === 'help' ? { short: 'h' } : {}) },
      ]),
    ),
  })
  const given = new Map<string, string[]>()
  const words: string[] = []
  let list: string[] | undefined
  for (const token of tokens) {
    if (token.kind === 'option-terminator') list = undefined
    else if (token.kind === 'positional') (list ?? words).push(token.value)
    else {
      const option = known(command, options, token.name, token.rawName)
      const values = given.get(token.name) ?? []
      given.set(token.name, values)
      values.push(...givenOf(command, option, token))
      list = option.kind === 'files' || option.kind === 'texts' ? values : undefined
      if (list === undefined && values.length > 1 && option.kind !== 'flag') {
        throw wrongUse(`${token.rawName} was given more than once.`, 'Give it once.')
      }
    }
  }
  const values = Object.fromEntries(
    Object.entries(options).map(([name, option]) => [camel(name), read(name, option, given.get(name))]),
  )
  if (values.help !== true) checkWords(command, words)
  return { values, words, written: new Set(given.keys()) }
}

type OptionToken = {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function givenOf(command: Command, option: Option, token: OptionToken): readonly string[] {
  if (option.kind === 'flag') {
    if (token.inlineValue) throw wrongUse(`${token.rawName} takes no value.`, `Write ${token.rawName} alone.`)
    return ['']
  }
  const missing = token.value === undefined || (!token.inlineValue && /^-./.test(token.value))
  if (missing || token.value === '') {
    throw wrongUse(
      `${token.rawName} needs a value: ${option.value ?? 'VALUE'}.`,
      `lapwing ${command.name} --help shows an example.`,
    )
  }
  return [token.value!]
}

function known(command: Command, options: Options, name: string, rawName: string): Option {
  const option = Object.hasOwn(options, name) ? options[name] : undefined
  if (option !== undefined) return option
  const near = nearest(name, Object.keys(options))
  throw wrongUse(
    `lapwing ${command.name} has no option ${rawName}.`,
    near === undefined ? `lapwing ${command.name} --help lists them.` : `Did you mean --${near}?`,
  )
}

function read(name: string, option: Option, given: readonly string[] | undefined): unknown {
  if (option.kind === 'flag') return given !== undefined
  if (option.kind === 'files' || option.kind === 'texts') {
    return (given ?? (option.default === undefined ? [] : [option.default])).map(text =>
      checked(name, option, text),
    )
  }
  const text = given?.[0] ?? option.default
  return text === undefined ? undefined : checked(name, option, text)
}

function checked(name: string, option: Option, text: string): string | number {
  if (option.choices !== undefined && !option.choices.includes(text)) {
    const near = nearest(text, option.choices)
    throw wrongUse(
      `--${name} cannot be "${text}".${near === undefined ? '' : ` Did you mean ${near}?`}`,
      `It is one of: ${option.choices.join(', ')}.`,
    )
  }
  if (option.kind === 'instant') {
    const instant = parseDate(text) ?? parseInstant(text)
    if (instant !== undefined) return instant
    throw wrongUse(
      `--${name} cannot be "${text}".`,
      'Give a date such as 2025-03-14, or 2025-03-14T09:26:53Z.',
    )
  }
  if (option.kind !== 'number' && option.kind !== 'whole') return text
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  const { least = 0, most = Number.MAX_SAFE_INTEGER } = option
  const right = number >= least && number <= most && (option.kind === 'number' || Number.isInteger(number))
  if (right) return number
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `from ${least} to ${most}`
  throw wrongUse(
    `--${name} cannot be "${text}".`,
    `It is a ${option.kind === 'whole' ? 'whole ' : ''}number ${range}.`,
  )
}

function checkWords(command: Command, words: readonly string[]): void {
  const { least, most, name } = command.words ?? { least: 0, most: 0, name: '' }
  if (words.length < least) {
    throw wrongUse(
      `lapwing ${command.name} needs ${name}.`,
      `lapwing ${command.name} --help shows an example.`,
    )
  }
  if (words.length > most) {
    throw wrongUse(
      `lapwing ${command.name} does not know what to do with "${words[most]}".`,
      `lapwing ${command.name} --help shows what it takes.`,
    )
  }
}

/** `home-currency` to `homeCurrency`. */
function camel(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
}

function nearest(word: string, known: readonly string[]): string | undefined {
  return known.find(each => word.length > 1 && each.startsWith(word)) ?? nearestWord(word, known)
}
