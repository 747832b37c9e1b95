import { fieldByName } from '../../typology/fields.ts'
import type { Filter } from '../../typology/plan.ts'

const comparisons = {
  '<': 'below',
  '<=': 'at most',
  '>': 'above',
  '>=': 'at least',
  '==': 'exactly',
  '!=': 'other than',
} as const

/** What a payment must be for a card to look at it, a line a condition: all of them hold. Limits and lists of an overlay are named only. */
export function gateInWords(gate: Filter): readonly string[] {
  return gate.kind === 'all' ? gate.of.map(sentence) : [sentence(gate)]
}

function sentence(filter: Filter): string {
  switch (filter.kind) {
    case 'constant':
      return filter.holds ? 'every payment' : 'no payment'
    case 'all':
      return filter.of.map(sentence).join(' and ')
    case 'any':
      return filter.of
        .map(part => (part.kind === 'all' ? `(${sentence(part)})` : sentence(part)))
        .join(', or ')
    case 'known':
      return `${spoken(filter.field)} is ${filter.holds ? 'known' : 'not known'}`
    case 'flag':
      return `${spoken(filter.field)}: ${filter.holds ? 'yes' : 'no'}`
    case 'number': {
      const unit = fieldByName.get(filter.field)?.unit ?? ''
      const bound =
        filter.limit === undefined ? `${filter.value} ${unit}`.trim() : `your limit "${filter.limit}"`
      return `${spoken(filter.field)} is ${comparisons[filter.comparison]} ${bound}`
    }
    case 'text':
      return textTest(filter)
    case 'same':
      return `${spoken(filter.field)} is ${filter.holds ? '' : 'not '}the same as ${spoken(filter.other)}`
  }
}

/** Tests of the common forms in words; any other as it is written, which is readable too. */
function textTest({ field, cel, holds }: Extract<Filter, { kind: 'text' }>): string {
  const not = holds ? '' : 'not '
  const equal = /^\w+ (==|!=) "([^"]*)"$/.exec(cel)
  if (equal !== null)
    return `${spoken(field)} is ${(equal[1] === '==') === holds ? '' : 'not '}${spoken(equal[2]!)}`
  const among = /^\w+ in \[([^\]]*)\]$/.exec(cel)
  if (among !== null) return `${spoken(field)} is ${not}one of ${spoken(among[1]!.replaceAll('"', ''))}`
  const list = /^(?:mentions|among)\(\w+, "([^"]+)"/.exec(cel)
  if (list !== null) return `${spoken(field)} is ${not}in your list "${list[1]}"`
  return `${not}${cel}`
}

function spoken(name: string): string {
  return name.replaceAll('_', ' ')
}
