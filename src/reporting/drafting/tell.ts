import type { Evidence, Particulars } from '../model/particulars.ts'
import type { Report, Section, Sentence } from '../model/report.ts'
import { type Facts, factsOf, type Untold } from './facts.ts'
import { placeholder, type Template } from './template.ts'

/** Tells a report by a template: every sentence with the evidence of each fact that it names. */
export function tell(report: Untold, template: Template, statements: Particulars['statements']): Report {
  const facts = factsOf(report)
  const narrative = template.sections.map(({ section, title, each, sentences }): Section => {
    const told =
      each === 'statement'
        ? []
        : facts[each].flatMap(of => sentences.map(sentence => sentenceOf(sentence, of)).filter(isTold))
    const written = statements
      .filter(statement => statement.section === section)
      .map(({ text, evidence }): Sentence => ({ text, evidence, by: 'person' }))
    return { section, title, sentences: [...told, ...written] }
  })
  return { ...report, template: { name: template.name, version: template.version }, narrative }
}

/** Undefined where it names something that is not known. */
function sentenceOf(sentence: string, facts: Facts): Sentence | undefined {
  const named = [...sentence.matchAll(placeholder)].map(match => facts[match[1]!])
  if (named.some(each => each === undefined)) return undefined
  return {
    text: sentence.replace(placeholder, (_, name: string) => facts[name]!.text),
    evidence: once(named.flatMap(each => each!.evidence)),
    by: 'template',
  }
}

function isTold(sentence: Sentence | undefined): sentence is Sentence {
  return sentence !== undefined
}

function once(evidence: readonly Evidence[]): readonly Evidence[] {
  return [...new Map(evidence.map(each => [`${each.kind} ${each.id}`, each])).values()]
}
