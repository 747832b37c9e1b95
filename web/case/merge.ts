/** Two people changed the same thing: what was read, what it is now, and what this person wants. */
export interface Conflict<Fields extends Readonly<Record<string, string | boolean>>> {
  readonly field: keyof Fields & string
  readonly was: string | boolean
  readonly theirs: string | boolean
  readonly mine: string | boolean
}

/** Fields that both changed, and not to the same. Only these need a person to say which stays. */
export function conflictsOf<Fields extends Readonly<Record<string, string | boolean>>>(
  was: Fields,
  theirs: Fields,
  mine: Fields,
): readonly Conflict<Fields>[] {
  return (Object.keys(was) as (keyof Fields & string)[])
    .filter(field => theirs[field] !== was[field] && mine[field] !== was[field])
    .filter(field => theirs[field] !== mine[field])
    .map(field => ({ field, was: was[field]!, theirs: theirs[field]!, mine: mine[field]! }))
}

/** What each changed alone stays; where both did, what this person chose: theirs unless `keepMine` has the field. */
export function merge<Fields extends Readonly<Record<string, string | boolean>>>(
  was: Fields,
  theirs: Fields,
  mine: Fields,
  keepMine: ReadonlySet<string>,
): Fields {
  const conflicts = new Set<string>(conflictsOf(was, theirs, mine).map(({ field }) => field))
  const entries = Object.keys(was).map(field => {
    const isMine = conflicts.has(field) ? keepMine.has(field) : mine[field] !== was[field]
    return [field, isMine ? mine[field] : theirs[field]]
  })
  return Object.fromEntries(entries) as Fields
}
