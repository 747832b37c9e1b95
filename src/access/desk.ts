import { record } from '../audit/record.ts'
import { LapwingError } from '../domain/errors.ts'
import type { Store } from '../store/store.ts'
import { answerBefore, keepAnswer, type Repeatable } from './answers.ts'
import { actorOf, type Caller } from './caller.ts'
import type { Operation, Random, Work } from './operation.ts'
import type { Policies, Resource } from './policy.ts'
import type { Purpose } from './roles.ts'

/** What a caller says with a request. */
export interface Declared {
  readonly purpose?: Purpose | undefined
  /** Makes the request safe to send again. */
  readonly repeatable?: Repeatable | undefined
}

/** One caller's place of work: everything it reads or writes goes through here. */
export interface Desk {
  readonly caller: Caller
  /**
   * Whether policies allow this action on the collection of this type, or on one thing with these attributes, as far as that can be
   * said without a purpose.
   */
  allows(action: string, type: string, attributes?: Resource['attributes']): boolean
  /**
   * Finds, asks the policies, does and records, in one transaction.
   *
   * @throws LapwingError `not-found`, also for what the caller may not see; `forbidden`; `purpose-missing`; and the operation's own
   */
  perform<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    declared?: Declared,
  ): Promise<Output>
}

export interface Office {
  readonly store: Store
  readonly policies: Policies
  /** Microseconds since 1970 UTC. */
  readonly clock: () => number
  readonly random: Random
}

/** Opens a desk for a caller who was identified. */
export function actAs(caller: Caller, { store, policies, clock, random }: Office): Desk {
  const actor = actorOf(caller)

  async function perform<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    { purpose, repeatable }: Declared = {},
  ): Promise<Output> {
    const { action, resource: type } = operation
    const done = await store.transaction(async transaction => {
      const work: Work = { transaction, caller, now: clock(), random }
      const found = operation.find === undefined ? { id: 'all' } : await operation.find(work, input)
      const resource: Resource | undefined = found && { type, ...found }
      const object = `${type}:${resource?.id ?? 'unknown'}`
      const allows = (each: string) =>
        resource !== undefined && policies.allow({ caller, action: each, resource, purpose })
      if (!allows(action)) {
        await record(transaction, work.now, [
          { actor, action: 'access.refused', object, purpose, detail: { action } },
        ])
        return undefined
      }
      const before = repeatable && (await answerBefore<Output>(work, repeatable))
      if (before !== undefined) return { output: before.answer }
      const output = withoutHidden(await operation.run(work, input), operation.fields ?? {}, allows)
      if (repeatable !== undefined) await keepAnswer(work, repeatable, operation.toldOnce ? null : output)
      if (operation.personal || operation.changes) {
        const detail = operation.detail?.(input, output) ?? {}
        await record(transaction, work.now, [{ actor, action, object, purpose, detail }])
      }
      return { output }
    })
    // Thrown only here, so that the refusal is recorded.
    if (done === undefined) throw refusal(operation.find !== undefined)
    return done.output
  }

  return {
    caller,
    allows: (action, type, attributes) =>
      policies.allow({
        caller,
        action,
        resource: { type, id: 'all', ...(attributes && { attributes }) },
        purpose: undefined,
      }),
    perform,
  }
}

/** Of one thing, that it may not be seen is not told apart from its absence: existence itself can be the secret. */
function refusal(isAboutOne: boolean): LapwingError {
  if (isAboutOne) {
    return new LapwingError('not-found', 'There is no such thing, or it is not for you to see.', {
      remedy: 'Check the address; a sensitive read also needs its purpose declared.',
    })
  }
  return new LapwingError('forbidden', 'Your role does not allow this.', {
    remedy: 'An administrator can say who may, and change your roles.',
  })
}

function withoutHidden<Output>(
  output: Output,
  fields: Readonly<Record<string, string>>,
  allows: (action: string) => boolean,
): Output {
  const hidden = new Set(Object.keys(fields).filter(field => !allows(fields[field]!)))
  if (hidden.size === 0) return output
  const strip = (row: object) => Object.fromEntries(Object.entries(row).filter(([name]) => !hidden.has(name)))
  const { items } = output as { readonly items?: readonly object[] }
  return (Array.isArray(items) ? { ...output, items: items.map(strip) } : strip(output as object)) as Output
}
