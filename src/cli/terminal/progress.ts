import { bar } from './bar.ts'
import { duration, grouped } from './numbers.ts'
import type { Terminal } from './terminal.ts'
import { pad, safe, widthOf } from './width.ts'

export interface Step {
  /** What is being worked on, for example a file's name. */
  readonly what: string
  /** 0 to 1, or `undefined` when the end is not known. */
  readonly fraction: number | undefined
  readonly count?: number | undefined
  readonly perSecond?: number | undefined
  readonly secondsLeft?: number | undefined
  readonly unit?: string | undefined
}

export interface Progress {
  show(step: Step): void
  done(): void
}

const barColumns = 24
const redrawMillis = 80
const plainLineMillis = 15_000

/**
 * Progress on standard error: a bar that redraws itself where a person watches, and otherwise a plain line now and
 * then, so that the log of a long run shows that it moves.
 */
export function progress(terminal: Terminal, now: () => number): Progress {
  let last = terminal.live ? Number.NEGATIVE_INFINITY : now()
  return {
    show(step) {
      const time = now()
      if (time - last < (terminal.live ? redrawMillis : plainLineMillis)) return
      last = time
      if (terminal.live) terminal.redraw(line(step, terminal.width))
      else terminal.note(words(step))
    },
    done() {
      terminal.redraw('')
    },
  }
}

function line(step: Step, width: number): string {
  if (step.fraction === undefined) return words(step).slice(0, width - 1)
  const drawn = `▕${pad(bar(step.fraction, 1, barColumns), barColumns)}▏ `
  const rest = words(step)
  return widthOf(rest) + barColumns + 3 < width ? drawn + rest : rest.slice(0, width - 1)
}

function words({ what, fraction, count, perSecond, secondsLeft, unit = 'rows' }: Step): string {
  return [
    safe(what),
    ...(fraction === undefined ? [] : [`${Math.floor(Math.min(1, fraction) * 100)}%`]),
    ...(count === undefined ? [] : [`${grouped(count)} ${unit}`]),
    ...(perSecond === undefined || !Number.isFinite(perSecond)
      ? []
      : [`${grouped(Math.round(perSecond))} a second`]),
    ...(secondsLeft === undefined || !Number.isFinite(secondsLeft) ? [] : [`${duration(secondsLeft)} left`]),
  ].join('  ')
}
