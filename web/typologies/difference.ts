export interface DifferenceLine {
  readonly kind: 'same' | 'added' | 'removed'
  readonly text: string
}

/** Two texts line by line, by the longest lines they have in common (Hunt and McIlroy, 1976); what is removed stands before what is added. */
export function differenceOf(before: string, after: string): readonly DifferenceLine[] {
  const [old, next] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < next.length && old[start] === next[start]) start++
  let [oldEnd, nextEnd] = [old.length, next.length]
  while (oldEnd > start && nextEnd > start && old[oldEnd - 1] === next[nextEnd - 1]) {
    oldEnd--
    nextEnd--
  }
  const same = (lines: readonly string[]) => lines.map((text): DifferenceLine => ({ kind: 'same', text }))
  return [
    ...same(old.slice(0, start)),
    ...between(old.slice(start, oldEnd), next.slice(start, nextEnd)),
    ...same(old.slice(oldEnd)),
  ]
}

function between(old: readonly string[], next: readonly string[]): readonly DifferenceLine[] {
  // common[i][j]: how many lines the rests from i and from j have in common.
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(next.length + 1))
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      common[i]![j] =
        old[i] === next[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)
    }
  }
  const lines: DifferenceLine[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) {
      lines.push({ kind: 'same', text: old[i++]! })
      j++
    } else if (i < old.length && (j === next.length || common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push({ kind: 'removed', text: old[i++]! })
    } else lines.push({ kind: 'added', text: next[j++]! })
  }
  return lines
}

/** The changed lines and so many around each; an entry without a line stands for what is left out. */
export function nearChanges(lines: readonly DifferenceLine[], around: number) {
  const near = lines.map((_, at) =>
    lines.slice(Math.max(0, at - around), at + around + 1).some(each => each.kind !== 'same'),
  )
  if (!near.includes(true)) return []
  return lines.flatMap((line, at): { readonly at: number; readonly line?: DifferenceLine }[] => {
    if (near[at]) return [{ at, line }]
    return at === 0 || near[at - 1] ? [{ at }] : []
  })
}
