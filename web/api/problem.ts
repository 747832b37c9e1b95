/** What the server said was wrong, with what to do about it (RFC 9457); or that it said nothing. */
export class Problem extends Error {
  readonly status: number
  /** Stable, for programs: `changed-meanwhile`. */
  readonly code: string
  readonly place: string | undefined
  readonly remedy: string | undefined

  constructor(given: {
    readonly status: number
    readonly code: string
    readonly detail: string
    readonly place?: string | undefined
    readonly remedy?: string | undefined
  }) {
    super(given.detail)
    this.name = 'Problem'
    this.status = given.status
    this.code = given.code
    this.place = given.place
    this.remedy = given.remedy
  }
}

/** Whether somebody must sign in before this can be asked again. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof Problem && error.code === 'sign-in-needed'
}
