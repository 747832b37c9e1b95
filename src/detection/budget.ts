/**
 * From how many alerts an institution can work well to the score from which an alert is raised. The cards share the budget
 * equally; what one card cannot use goes to the others. No alert is raised on less than one ban, however large the budget.
 */
export const cutMinBans = 1

/** `scores[card]` are the subjects' highest scores; returns one cut in bans a card, and how many subjects reach it. */
export function cutsFor(
  scores: readonly (readonly number[])[],
  alerts: number,
): { cut: number; subjects: number }[] {
  const worthwhile = scores.map(list => list.filter(score => score >= cutMinBans).sort((a, b) => b - a))
  const shares = shareOut(
    worthwhile.map(list => list.length),
    Math.floor(alerts),
  )
  return worthwhile.map((list, card) => {
    const share = shares[card]!
    if (share === 0) return { cut: Number.POSITIVE_INFINITY, subjects: 0 }
    const cut = share >= list.length ? cutMinBans : list[share - 1]!
    return { cut, subjects: list.filter(score => score >= cut).length }
  })
}

/** Gives each claimant an equal share, none more than it wants; what is over goes round again. */
export function shareOut(wants: readonly number[], total: number): number[] {
  const shares = wants.map(() => 0)
  let rest = total
  for (;;) {
    const open = wants.flatMap((want, i) => (shares[i]! < want ? [i] : []))
    if (open.length === 0 || rest === 0) return shares
    const each = Math.max(1, Math.floor(rest / open.length))
    for (const i of open) {
      const more = Math.min(each, wants[i]! - shares[i]!, rest)
      shares[i]! += more
      rest -= more
    }
  }
}
