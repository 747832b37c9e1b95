import type { Purpose } from '../api/ask.ts'
import { type Network, type Period, readNetwork } from '../api/network.ts'
import { graphOf, shortestPath } from './graph.ts'

/** Steps from each end, and nodes that one question begins from. */
const stepsMax = 3
const frontierMax = 100

/**
 * Looks for a path through the book, a step from each end in turn, leaving out what is ordinary: over it nearly everybody is
 * tied to everybody. Of a step with many nodes the first hundred are followed. Absent when six links do not reach.
 */
export async function farPath(
  from: string,
  to: string,
  asked: Period & { readonly purpose: Purpose },
): Promise<readonly string[] | undefined> {
  const answers: Network[] = []
  const seen = new Set<string>()
  let ends = [[from], [to]]
  for (let step = 0; step < stepsMax; step++) {
    for (const [side, frontier] of ends.entries()) {
      const next = frontier.filter(key => !seen.has(key)).slice(0, frontierMax)
      if (next.length === 0) continue
      for (const key of next) seen.add(key)
      const answer = await readNetwork({ from: next }, { ...asked, limit: 2_000, withOrdinary: false })
      answers.push(answer)
      const { nodes, links } = graphOf(answers)
      const path = shortestPath(links.values(), from, to)
      if (path !== undefined) return path
      const around = answer.nodes.map(({ kind, id }) => `${kind}:${id}`)
      ends = ends.with(
        side,
        around.filter(key => !seen.has(key) && !nodes.get(key)!.ordinary),
      )
    }
  }
  return undefined
}
