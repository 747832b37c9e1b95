import { type Command, everywhere, type Option } from './command.ts'
import { type Paint, plain } from './terminal/style.ts'
import { pad, wrap } from './terminal/width.ts'

const indent = '  '

/** What `lapwing --help` shows: the way through the work, then where to read on. */
export function overview(
  commands: readonly Command[],
  width: number,
  paint: Paint = plain,
): readonly string[] {
  const names = Math.max(...commands.map(command => command.name.length))
  return [
    'Lapwing finds payments tied to the online sexual exploitation of children.',
    'It works on payments, customers and digital footprints, on this machine alone.',
    '',
    paint('Commands', 'strong'),
    ...commands.flatMap(({ name, summary }) => hang(pad(name, names), summary, width)),
    '',
    paint('The way through', 'strong'),
    ...hang('1', 'lapwing start shows everything at once, on an invented institution.', width),
    ...hang('2', 'lapwing import reads your files; nothing leaves this machine.', width),
    ...hang('3', 'lapwing calibrate learns what is usual among customers who do the same thing.', width),
    ...hang('4', 'lapwing detect ranks what is not; lapwing explain says why.', width),
    '',
    'lapwing COMMAND --help teaches one command. Exit codes: 0 done, 1 some input refused and the rest done,',
    '2 wrong use, 3 failed and nothing changed.',
  ]
}

/** What `lapwing NAME --help` shows. */
export function helpOf(command: Command, width: number, paint: Paint = plain): readonly string[] {
  const options = Object.entries({ ...command.options, ...everywhere })
  const left = options.map(([name, option]) => written(name, option))
  const column = Math.max(...left.map(text => text.length), command.words?.name.length ?? 0)
  return [
    `${paint(`lapwing ${command.name}`, 'strong')}: ${command.summary}`,
    '',
    ...wrap(`Usage: ${usage(command)}`, width),
    '',
    ...wrap(command.does, width),
    '',
    ...wrap(command.when, width),
    '',
    paint('Options', 'strong'),
    ...(command.words === undefined
      ? []
      : hang(pad(command.words.name, column), command.words.meaning, width)),
    ...options.flatMap(([, option], at) => hang(pad(left[at]!, column), meaningOf(option), width)),
    '',
    paint('Examples', 'strong'),
    ...command.examples.flatMap(({ line, says }) => [
      `${indent}${line}`,
      ...hang('', says, width).map(text => paint(text, 'faint')),
    ]),
    '',
    ...wrap(`Next: ${command.next}`, width),
  ]
}

/** `lapwing explain ALERT [OPTIONS]` */
export function usage(command: Command): string {
  const { words } = command
  const word = words === undefined ? '' : ` ${words.least === 0 ? `[${words.name}]` : words.name}`
  return `lapwing ${command.name}${word}${words !== undefined && words.most > 1 ? '...' : ''} [OPTIONS]`
}

/** `--packs DIR...` */
export function written(name: string, option: Option): string {
  if (option.kind === 'flag') return `--${name}`
  const many = option.kind === 'files' || option.kind === 'texts' ? '...' : ''
  return `--${name} ${option.value ?? 'VALUE'}${many}`
}

/** The meaning with choices and default. */
export function meaningOf(option: Option): string {
  const choices = option.choices === undefined ? '' : ` One of ${option.choices.join(', ')}.`
  const standard = option.default === undefined ? '' : ` Default: ${option.default}.`
  return `${option.meaning}${choices}${standard}`
}

function hang(first: string, text: string, width: number): readonly string[] {
  const room = Math.max(24, width - indent.length * 2 - first.length)
  return wrap(text, room).map(
    (line, at) => `${indent}${at === 0 ? first : ' '.repeat(first.length)}${indent}${line}`,
  )
}
