import { coloured, type Paint, plain, wantsColour } from './style.ts'

/** Where a command writes. Results go to standard output, everything else to standard error. */
export interface Terminal {
  /** Columns to lay text out in. */
  readonly width: number
  readonly paint: Paint
  /** True when a person watches standard error, so that a line may be redrawn. */
  readonly live: boolean
  readonly environment: NodeJS.ProcessEnv
  /** Lines of the result. */
  print(...lines: readonly string[]): void
  /** Lines about the work: progress, notes, errors. */
  note(...lines: readonly string[]): void
  /** Redraws the last line of standard error; the empty text clears it. Does nothing when nobody watches. */
  redraw(line: string): void
}

const widthWithoutTerminal = 100
const widthMin = 40

/** The terminal of this process. `COLUMNS` overrides the width, as elsewhere. */
export function processTerminal(process: NodeJS.Process): Terminal {
  const { stdout, stderr, env } = process
  const width = Number(env.COLUMNS) || stdout.columns || widthWithoutTerminal
  const live = stderr.isTTY === true && env.TERM !== 'dumb'
  let drawn = false
  const clear = () => {
    if (drawn) stderr.write('\r\x1b[2K')
    drawn = false
  }
  return {
    width: Math.max(widthMin, width),
    paint: wantsColour(env, stdout.isTTY === true) ? coloured : plain,
    live,
    environment: env,
    print(...lines) {
      clear()
      stdout.write(`${lines.join('\n')}\n`)
    },
    note(...lines) {
      clear()
      stderr.write(`${lines.join('\n')}\n`)
    },
    redraw(line) {
      if (!live) return
      clear()
      stderr.write(line)
      drawn = line !== ''
    },
  }
}
