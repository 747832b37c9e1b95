import { calibrationFigures, type Figure } from '../world/calibration.ts'
import { handful, typologies } from '../world/typologies.ts'
import { worldCommand } from './commands/world.ts'
import { meaningOf, written } from './help.ts'

/** The reference page on invented institutions; its figures come out of worlds that are made for it. */
export function worldsPage(): string {
  const figures = calibrationFigures()
  return `${[
    '# Invented institutions',
    '',
    'Written by `npm run reference`, which makes the worlds whose figures stand below. Nothing in this page is typed by hand from',
    'a result, and nothing in `src/world` knows how it is looked for: it imports neither detection nor packs, and a test holds that.',
    '',
    '## What a world is',
    '',
    'One population whose people bank at one institution or several. Each person lives by habits (wages, rent, bills, shopping,',
    'families abroad, journeys, games ...), each with a stream of random numbers of its own below the seed. So what one person does never',
    'moves what another does, and any number of threads writes the same bytes. With `--institutions`, both sides of a payment',
    'between accounts of the world are booked, each by its own institution, with the same external reference, amount and time, and each',
    "names the other's account. A remitter sees the payee abroad; the bank sees that money went to the remitter.",
    '',
    '| file | what it holds |',
    '| --- | --- |',
    '| `customers`, `accounts`, `payments`, `sessions`, `identifiers` | the [input tables](input.md), as CSV or Parquet |',
    '| `truth.csv` | who was planted: `subject_kind,subject_id,typology,first_at,last_at`, as `lapwing evaluate` reads it |',
    '| `outcomes.csv` | what imperfect casework would have decided by the end: most planted customers are not in it, some who are were let go, and some people who did nothing were suspected |',
    '| `groups.csv` | `customer_id,gender,diaspora,look_alike`: to judge fairness by. None of it is in the tables |',
    '| `people.csv` | of several institutions: which customers of which are one person |',
    '',
    'Of several institutions each has a folder with its own truth; the truth beside the folders is all of it.',
    '',
    '## Options',
    '',
    '| option | meaning |',
    '| --- | --- |',
    ...Object.entries(worldCommand.options).map(
      ([name, option]) => `| \`${written(name, option)}\` | ${meaningOf(option).replaceAll('|', '\\|')} |`,
    ),
    '',
    '## What is planted',
    '',
    'Each typology is a file of `src/world/conduct`, which cites the figures that it follows.',
    '',
    '| typology | in the handful |',
    '| --- | --: |',
    ...typologies.map(typology => `| \`${typology}\` | ${handful[typology]} |`),
    '',
    'With `--prevalence` the counts keep these proportions. Beside them, and not in the truth, are people who pay such a payee once or twice,',
    'and children who are pressed and do not pay.',
    '',
    '`--difficulty` takes from planted conduct what stands out (hours of the night, bursts, accompanying spend, quick onward payments), gives',
    'more payers roots in the country that they pay, and a family there whom they support too. `--tactics` changes rail, amount, hour and number of',
    'parties for each typology on a day in the middle third of the time.',
    '',
    '## How the figures compare',
    '',
    'Large worlds made for this table, with the default difficulty. "Kept" is the band that `src/world/calibration.test.ts` holds.',
    '',
    '| figure | published | source | generated | kept |',
    '| --- | --- | --- | --: | --- |',
    ...figures.map(
      each =>
        `| ${each.what} | ${each.published} | ${each.source} | ${number(each, each.generated)} | ${band(each)} |`,
    ),
    '',
    'Two of them contradict others and are not kept: the mean payment of the study, which lies above its own band of amounts, and the mean payment of the',
    'twelve customers, three times what the institute\'s papers say of prolific payers. Sources marked "as reported" were read in the press only.',
    '',
    '## What a world can and cannot show',
    '',
    '- It shows that the machinery works from end to end, how it scales, what it does when prevalence falls, records are poor or conduct changes, and',
    '  whether groups are treated alike when all that differs is lawful habit.',
    '- It cannot show how well a card finds real conduct. What is planted comes from published figures, mostly on payers in Australia who were caught, and from our',
    '  own hypotheses where nothing is published: payments for material that minors made themselves (T8), merchants (T9), laundering (T10).',
    '- How common look-alikes are is our own estimate. Nobody has measured it. `lookAlikes` in `createWorld` is a factor on all of them.',
    '- Everybody lives in one country. Payees abroad are counterparties with no life of their own.',
    '- Names say nothing, so that nothing can be learnt from them.',
    '',
    'Read [the decision on the example institution](../decisions/0004-the-example-institution.md) with it.',
  ].join('\n')}\n`
}

function number({ unit }: Pick<Figure, 'unit'>, value: number): string {
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`
  if (unit === 'A$') return `A$${value.toFixed(0)}`
  if (unit === 'ratio') return value.toFixed(2)
  return `${value.toFixed(unit === 'days' ? 1 : 0)} ${unit}`
}

function band(figure: Figure): string {
  if (figure.band === undefined) return 'no'
  const [low, high] = figure.band.map(value => number(figure, value))
  return `${low} to ${high}`
}
