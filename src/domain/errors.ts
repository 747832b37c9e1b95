/** An error meant for a person: what is wrong, where, and what to do about it. Programs read the code. */
export class LapwingError extends Error {
  override readonly name = 'LapwingError'
  /** Stable, lower-case, hyphenated. */
  readonly code: string
  /** The file, row, field, option ... that the message is about. */
  readonly place: string | undefined
  /** What the person can do. */
  readonly remedy: string | undefined

  constructor(
    code: string,
    message: string,
    about: { place?: string; remedy?: string; cause?: unknown } = {},
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause })
    this.code = code
    this.place = about.place
    this.remedy = about.remedy
  }
}

/** The error as lines for a terminal: place and message first, then the remedy. */
export function describeError(error: unknown): string {
  if (!(error instanceof LapwingError)) return error instanceof Error ? error.message : String(error)
  const where = error.place === undefined ? '' : `${error.place}: `
  const remedy = error.remedy === undefined ? '' : `\n  ${error.remedy}`
  return `${where}${error.message}${remedy}`
}
