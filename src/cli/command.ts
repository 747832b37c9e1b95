import type { Terminal } from './terminal/terminal.ts'

/** Exit codes that other programs rely on. */
export const exit = { done: 0, someRefused: 1, wrongUse: 2, failed: 3 } as const
export type Exit = (typeof exit)[keyof typeof exit]

/** One option of a command: parsing, checks, help and the reference page all follow from it. */
export interface Option {
  /**
   * `flag` stands alone; `file`, `folder` and `text` take one value; `files` and `texts` take every value up to the
   * next option and may be given again; `instant` is a date or an RFC 3339 time, as microseconds since 1970 UTC.
   */
  readonly kind: 'flag' | 'text' | 'file' | 'folder' | 'files' | 'texts' | 'number' | 'whole' | 'instant'
  /** What stands for the value in help: `DIR`. */
  readonly value?: string
  readonly meaning: string
  /** As it would be typed. */
  readonly default?: string
  readonly choices?: readonly string[]
  /** Bounds of a number, both allowed. */
  readonly least?: number
  readonly most?: number
}

export type Options = Readonly<Record<string, Option>>

type ValueOf<O extends Option> = O['kind'] extends 'flag'
  ? boolean
  : O['kind'] extends 'files' | 'texts'
    ? readonly string[]
    :
        | (O['kind'] extends 'number' | 'whole' | 'instant'
            ? number
            : O extends { readonly choices: readonly (infer Choice)[] }
              ? Choice
              : string)
        | (O extends { readonly default: string } ? never : undefined)

/** The values of the options by name: camel-cased, `--home-currency` is `homeCurrency`. */
export type Values<O extends Options> = {
  readonly [Name in keyof O & string as Camel<Name>]: ValueOf<O[Name]>
}
type Camel<Name extends string> = Name extends `${infer Head}-${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name

export interface Words {
  readonly name: string
  readonly meaning: string
  readonly least: number
  readonly most: number
}

export interface Run<O extends Options> {
  readonly values: Values<O & typeof everywhere>
  /** What was given without an option. */
  readonly words: readonly string[]
  /** Names of the options that were written, and not left to their defaults. */
  readonly written: ReadonlySet<string>
  readonly terminal: Terminal
  /** Milliseconds on a clock that never goes back. */
  readonly now: () => number
}

export interface Command<O extends Options = Options> {
  /** One or two words: `import`, `packs check`. */
  readonly name: string
  /** Completes "lapwing NAME: ...", lower case, no full stop. */
  readonly summary: string
  readonly does: string
  readonly when: string
  readonly options: O
  readonly words?: Words
  readonly examples: readonly { readonly line: string; readonly says: string }[]
  readonly next: string
  run(given: Run<O>): Promise<Exit>
}

/** Options that every command takes. */
export const everywhere = {
  data: {
    kind: 'folder',
    value: 'DIR',
    default: './data',
    meaning: 'Where Lapwing keeps its book, calibration and alerts.',
  },
  json: { kind: 'flag', meaning: 'Write JSON Lines, and nothing else, to standard output.' },
  help: { kind: 'flag', meaning: 'Show this help.' },
} as const satisfies Options

export function defineCommand<const O extends Options>(command: Command<O>): Command {
  return command as unknown as Command
}
