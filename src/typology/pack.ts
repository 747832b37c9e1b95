import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { type Card, family, identifier, readCard } from './card.ts'
import { checkCard, type PackFacts } from './compile.ts'
import { exampleFolders, readExamples } from './examples.ts'
import { nearestWord } from './nearest.ts'
import { emptyOverlay, type Overlay } from './overlay.ts'
import type { Plan } from './plan.ts'
import { type Problem, sortProblems } from './problem.ts'
import { checkValue, parseYaml } from './yaml.ts'

/** A versioned set of cards with the sources they rest on. */
export interface Pack extends PackFacts {
  readonly title: string
  readonly sources: Readonly<Record<string, Source>>
  /** Cards without errors, by id. */
  readonly cards: readonly Card[]
}

export interface Source {
  readonly publisher: string
  readonly title: string
  /** A year, month or day (ISO 8601). */
  readonly date: string
  readonly link: string
}

const line = z.string().trim().min(1).max(500)

const packSchema = z.strictObject({
  pack: identifier,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 0.1.0'),
  title: line,
  families: z.array(family).min(1),
})

const sourcesSchema = z.record(
  identifier,
  z.strictObject({
    publisher: line,
    title: line,
    date: z
      .union([z.string(), z.number().transform(String)], 'a year, month or day such as 2025-11')
      .pipe(z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/, 'a year, month or day such as 2025-11')),
    link: z.url({ protocol: /^https$/, error: 'a link that begins with https://' }),
  }),
)

export interface PackRead {
  readonly pack: Pack
  /** By card id. */
  readonly plans: readonly Plan[]
  readonly problems: readonly Problem[]
}

/**
 * Reads the pack in a directory and compiles its cards with what the institution's overlay supplies. Every problem of
 * every file is returned; a card with an error has no plan. Throws `pack-unreadable` when there is no pack.
 */
export async function readPack(directory: string, overlay: Overlay = emptyOverlay): Promise<PackRead> {
  const { pack, plans, problems } = await readCards(directory, () => overlay)
  return { pack, plans, problems: sortProblems([...problems, ...weightProblems(overlay, pack.cards)]) }
}

async function readCards(directory: string, overlayFor: (card: Card) => Overlay) {
  const problems: Problem[] = []
  const packYaml = await readRequired(directory, 'pack.yaml', problems)
  const sourcesYaml = await readRequired(directory, 'sources.yaml', problems)
  const facts = packYaml && checkValue(packYaml, packSchema)
  const sources = sourcesYaml && checkValue(sourcesYaml, sourcesSchema)

  const names: string[] = []
  const cards = new Map<string, Card>()
  const plans: Plan[] = []
  for (const name of await yamlFiles(join(directory, 'cards'))) {
    const file = join(directory, 'cards', name)
    const found: Problem[] = []
    const yaml = parseYaml(file, await readFile(file, 'utf8'), found)
    const read = yaml && readCard(yaml)
    if (yaml !== undefined && read !== undefined) {
      const { card, sound } = read
      if (names.includes(card.card))
        yaml.report(['card'], `there is another card "${card.card}" in this pack`)
      names.push(card.card)
      const plan = checkCard(
        card,
        factsFor(card, facts, sources),
        overlayFor(card),
        (path, message, about) => {
          // Parts that were left out use measures too.
          if (sound || about?.severity !== 'warning') yaml.report(path, message, about)
        },
      )
      if (!found.some(problem => problem.severity === 'error') && facts && sources) {
        cards.set(card.card, card)
        plans.push(plan)
      }
    }
    problems.push(...found)
  }
  const compare = (a: { card: string }, b: { card: string }) => (a.card < b.card ? -1 : 1)
  const known = [...cards.values()].sort(compare)
  const pack = {
    pack: facts?.pack ?? '',
    version: facts?.version ?? '',
    title: facts?.title ?? '',
    families: facts?.families ?? [],
    sources: sources ?? {},
    cards: known,
  }
  return { pack, plans: plans.sort(compare), names, problems }
}

/** Every problem of a pack's files, its examples among them, as if an overlay supplied all that its cards declare. */
export async function checkPack(directory: string): Promise<readonly Problem[]> {
  const { names, problems } = await readCards(directory, everythingDeclared)
  const strays = (await exampleFolders(directory)).flatMap((folder): Problem[] => {
    if (names.includes(folder)) return []
    const nearest = nearestWord(folder, names)
    const message = `there is no card "${folder}" for these examples`
    const file = join(directory, 'examples', folder)
    const problem: Problem = { file, line: 1, column: 1, severity: 'error', message }
    return [nearest === undefined ? problem : { ...problem, nearest }]
  })
  return sortProblems([...problems, ...strays, ...(await readExamples(directory)).problems])
}

function everythingDeclared(card: Card): Overlay {
  const limits = Object.keys(card.limits ?? {}).map(name => [name, 1])
  const terms = Object.keys(card.terms ?? {}).map(name => [name, ['word']])
  return { ...emptyOverlay, limits: Object.fromEntries(limits), terms: Object.fromEntries(terms) }
}

/** Without a readable list of families or sources, those that the card names are not reported one by one. */
function factsFor(
  card: Card,
  facts: z.infer<typeof packSchema> | undefined,
  sources: Readonly<Record<string, Source>> | undefined,
): PackFacts {
  const items = [...card.indicators, ...(card.protective ?? [])].filter(item => item !== undefined)
  const cited = [card.sources, ...items.map(item => item.sources)].flat()
  return {
    pack: facts?.pack ?? '',
    version: facts?.version ?? '',
    families: facts?.families ?? items.map(item => item.family),
    sources: sources ?? Object.fromEntries(cited.map(source => [source, true])),
  }
}

/** Weights for cards of other packs are none of this pack's business; for an indicator that its card lacks, they are. */
function weightProblems(overlay: Overlay, cards: readonly Card[]): Problem[] {
  return Object.entries(overlay.weightPlaces).flatMap(([name, place]) => {
    const [cardId, indicator = ''] = name.split('.')
    const card = cards.find(({ card }) => card === cardId)
    const ids = card?.indicators.map(({ id }) => id) ?? [indicator]
    if (ids.includes(indicator)) return []
    const nearest = nearestWord(indicator, ids)
    const message = `the card "${cardId}" has no indicator "${indicator}"`
    const problem: Problem = { file: overlay.file, ...place, severity: 'error', message }
    return [nearest === undefined ? problem : { ...problem, nearest }]
  })
}

async function readRequired(directory: string, name: string, problems: Problem[]) {
  const file = join(directory, name)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new LapwingError('pack-unreadable', 'there is no readable file here', {
      place: file,
      remedy: 'Name the directory of a pack: it holds pack.yaml, sources.yaml and a directory cards.',
      cause,
    })
  }
  return parseYaml(file, text, problems)
}

async function yamlFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => [] as string[])
  return names.filter(name => name.endsWith('.yaml')).sort()
}
