import type { Json } from '../domain/canonical.ts'
import type { Transaction } from '../store/connection.ts'
import type { Caller } from './caller.ts'
import type { Resource } from './policy.ts'

/** Random bytes, so many. */
export type Random = (bytes: number) => Buffer

/** What an operation works with: one transaction, and the caller it was opened for. */
export interface Work {
  readonly transaction: Transaction
  readonly caller: Caller
  /** Microseconds since 1970 UTC; the same throughout the operation. */
  readonly now: number
  readonly random: Random
}

/**
 * Something that can be asked of the store, as data: policies decide on its action and resource, and the audit chain
 * records it. It is the only way in; see docs/decisions/0010.
 */
export interface Operation<Input, Output> {
  /** As the policies name it. */
  readonly action: string
  /** Type of what it is about, as the policies name it. */
  readonly resource: string
  /** Whether what it reads can be about an identifiable person: then each read is recorded. */
  readonly personal: boolean
  readonly changes: boolean
  /** What it is about; absent when there is no such thing. Without it, the one thing of its type, such as a collection. */
  readonly find?: (work: Work, input: Input) => Promise<Omit<Resource, 'type'> | undefined>
  readonly run: (work: Work, input: Input) => Promise<Output>
  /**
   * Fields of the output, or of each of its `items`, that need a further action to be allowed; where it is not, they are
   * left out without a word.
   */
  readonly fields?: { readonly [field: string]: string }
  /** What the audit chain keeps besides: never a name or a value of a person. */
  readonly detail?: (input: Input, output: Output) => { readonly [name: string]: Json }
  /** Holds a secret that is shown once, so that the answer is not kept for a repeated request. */
  readonly toldOnce?: true
  /** Can end sessions or service tokens, or change what their holders may do. */
  readonly endsCallers?: true
}

export function defineOperation<Input, Output>(
  operation: Operation<Input, Output>,
): Operation<Input, Output> {
  return operation
}
