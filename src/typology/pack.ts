import { z } from 'zod'
import { LapwingError } from '../domain/errors.ts'
import { type Card, family, identifier, readCard } from './card.ts'
import { checkCard, type PackFacts } from './compile.ts'
import { type Example, exampleFolders, readExamples } from './examples.ts'
import { type Folder, fileText, folderOf, folderWithin, placeOf, yamlFiles } from './folder.ts'
import { digestOfManifest, manifestText } from './manifest.ts'
import { nearestWord } from './nearest.ts'
import { readObservables } from './observables.ts'
import { emptyOverlay, type Overlay } from './overlay.ts'
import { overlayProblems } from './overlay-check.ts'
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

const packSchema = z
  .strictObject({
    pack: identifier,
    version: z.string().regex(/^\d+\.\d+\.\d+$/, 'a version such as 0.1.0'),
    title: line,
    families: z.array(family).min(1),
    /** Families whose evidence counts in part only, because it bears out what others show. */
    counts: z
      .strictObject({ half: z.array(family).optional(), quarter: z.array(family).optional() })
      .optional(),
  })
  .superRefine(({ families, counts = {} }, context) => {
    const seen = new Set<string>()
    for (const [part, names = []] of Object.entries(counts)) {
      for (const [index, name] of names.entries()) {
        const path = ['counts', part, index]
        if (!families.includes(name))
          context.addIssue({ code: 'custom', path, message: `one of the families above, not "${name}"` })
        if (seen.has(name))
          context.addIssue({ code: 'custom', path, message: `named once, not "${name}" again` })
        seen.add(name)
      }
    }
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
export async function readPack(source: string | Folder, overlay: Overlay = emptyOverlay): Promise<PackRead> {
  const { pack, plans, problems } = readCards(await folderOf(source), () => overlay)
  // Of names that fit no card, only those that name a card of this pack: the others may be meant for another pack.
  const misfits = overlayProblems(overlay, pack.cards).filter(({ severity }) => severity === 'error')
  return { pack, plans, problems: sortProblems([...problems, ...misfits]) }
}

function readCards(folder: Folder, overlayFor: (card: Card) => Overlay) {
  const problems: Problem[] = []
  const packYaml = readRequired(folder, 'pack.yaml', problems)
  const sourcesYaml = readRequired(folder, 'sources.yaml', problems)
  const facts = packYaml && checkValue(packYaml, packSchema)
  const sources = sourcesYaml && checkValue(sourcesYaml, sourcesSchema)
  const digest = facts && digestOfManifest(manifestText(folder, { name: facts.pack, version: facts.version }))

  const names: string[] = []
  const cards = new Map<string, Card>()
  const plans: Plan[] = []
  const cardFolder = folderWithin(folder, 'cards')
  for (const name of yamlFiles(cardFolder)) {
    const found: Problem[] = []
    const yaml = parseYaml(placeOf(cardFolder, name), fileText(cardFolder, name)!, found)
    const read = yaml && readCard(yaml)
    if (yaml !== undefined && read !== undefined) {
      const { card, sound } = read
      if (names.includes(card.card))
        yaml.report(['card'], `there is another card "${card.card}" in this pack`)
      names.push(card.card)
      const plan = checkCard(
        card,
        factsFor(card, facts, sources, digest),
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
    ...(digest === undefined ? {} : { digest }),
    title: facts?.title ?? '',
    families: facts?.families ?? [],
    sources: sources ?? {},
    cards: known,
  }
  return { pack, plans: plans.sort(compare), names, problems }
}

/** Every problem of a pack's files, its examples among them, as if an overlay supplied all that its cards declare. */
export async function checkPack(source: string | Folder): Promise<readonly Problem[]> {
  const folder = await folderOf(source)
  const { pack, names, problems } = readCards(folder, everythingDeclared)
  const strays = exampleFolders(folder).flatMap((example): Problem[] => {
    if (names.includes(example)) return []
    const nearest = nearestWord(example, names)
    const message = `there is no card "${example}" for these examples`
    const file = placeOf(folder, `examples/${example}`)
    const problem: Problem = { file, line: 1, column: 1, severity: 'error', message }
    return [nearest === undefined ? problem : { ...problem, nearest }]
  })
  const examples = await readExamples(folder)
  return sortProblems([
    ...problems,
    ...strays,
    ...examples.problems,
    ...lookAlikeProblems(examples.examples, pack.cards),
    ...readObservables(folder, pack.cards, pack.sources).problems,
  ])
}

/** An example can show only a look-alike that its card names. */
function lookAlikeProblems(examples: readonly Example[], cards: readonly Card[]): Problem[] {
  return examples.flatMap(({ card, file, lookAlike }) => {
    const declared = cards.find(each => each.card === card)?.look_alikes?.map(({ id }) => id) ?? []
    if (lookAlike === undefined || declared.includes(lookAlike)) return []
    const nearest = nearestWord(lookAlike, declared)
    const message = `the card "${card}" names no look-alike "${lookAlike}"`
    const problem: Problem = { file, line: 1, column: 1, severity: 'error', message }
    return [nearest === undefined ? problem : { ...problem, nearest }]
  })
}

function everythingDeclared(card: Card): Overlay {
  const supply = <T>(names: object | undefined, value: T) =>
    Object.fromEntries(Object.keys(names ?? {}).map(name => [name, value]))
  return {
    ...emptyOverlay,
    limits: supply(card.limits, 1),
    terms: supply(card.terms, ['word']),
    corridors: supply(card.corridors, ['AU']),
  }
}

/** Without a readable list of families or sources, those that the card names are not reported one by one. */
function factsFor(
  card: Card,
  facts: z.infer<typeof packSchema> | undefined,
  sources: Readonly<Record<string, Source>> | undefined,
  digest: string | undefined,
): PackFacts {
  const items = [...card.indicators, ...(card.protective ?? [])].filter(item => item !== undefined)
  const cited = [card.sources, ...items.map(item => item.sources)].flat()
  return {
    pack: facts?.pack ?? '',
    version: facts?.version ?? '',
    ...(digest === undefined ? {} : { digest }),
    families: facts?.families ?? items.map(item => item.family),
    shares: sharesOf(facts?.counts),
    sources: sources ?? Object.fromEntries(cited.map(source => [source, true])),
  }
}

function sharesOf({
  half = [],
  quarter = [],
}: z.infer<typeof packSchema>['counts'] = {}): Map<string, number> {
  return new Map([...half.map(name => [name, 0.5] as const), ...quarter.map(name => [name, 0.25] as const)])
}

function readRequired(folder: Folder, name: string, problems: Problem[]) {
  const text = fileText(folder, name)
  if (text !== undefined) return parseYaml(placeOf(folder, name), text, problems)
  throw new LapwingError('pack-unreadable', 'there is no readable file here', {
    place: placeOf(folder, name),
    remedy: 'Name the directory of a pack: it holds pack.yaml, sources.yaml and a directory cards.',
  })
}
