import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Desk } from '../../access/desk.ts'
import { type Book, openBook } from '../../book/book.ts'
import { readSources } from '../../casework/findings.ts'
import { LapwingError } from '../../domain/errors.ts'
import { readTemplate, templateOf } from '../../reporting/drafting/template.ts'
import { type FormatName, formatNames } from '../../reporting/formats/formats.ts'
import { partiesOf } from '../../reporting/gather/parties.ts'
import { institutionPlace, readInstitution } from '../../reporting/model/institution.ts'
import { type Particulars, subjectsFileSchema } from '../../reporting/model/particulars.ts'
import { buildReport } from '../../reporting/operations/build.ts'
import { draftReport } from '../../reporting/operations/draft.ts'
import { listReportable } from '../../reporting/operations/read.ts'
import { readPacks } from '../../reporting/packs/pack.ts'
import { readSettings } from '../../server/configuration.ts'
import { dutiesOf } from '../../server/duties.ts'
import { readChecked } from '../../typology/yaml.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'
import { type BuiltReport, builtInWords } from '../present/reports.ts'
import { progress } from '../terminal/progress.ts'

const reporting = { purpose: 'reporting' } as const

export const reportsBuildCommand = defineCommand({
  name: 'reports build',
  summary: 'write the files of reports that two people approved',
  does: 'Makes the file of a report from exactly the draft that was approved, and writes it only when the genuine schema of the authority found it valid and no rule of good reporting stands against it; else it says what to do. With --draft it first gathers each report anew from its case, keeps it as a draft whose id and hash an approval can be asked for, and writes a file that is marked as not for lodging. It lodges nothing: that is a person’s act. Cases behind a wall are not reached from here, only by their members.',
  when: 'Use it with --draft to see what a case would say, and without it once the report was approved in casework. A store in a folder is open to one program: stop lapwing serve first.',
  options: {
    case: { kind: 'text', value: 'ID', meaning: 'The case to report on.' },
    all: { kind: 'flag', meaning: 'Every case with a suspicion that was not decided against.' },
    format: { kind: 'text', value: 'FORMAT', choices: formatNames, meaning: 'What to write.' },
    out: { kind: 'folder', value: 'DIR', meaning: 'Where the files go. Nobody else is let read them.' },
    draft: { kind: 'flag', meaning: 'Gather anew, and mark the file as not for lodging.' },
    institution: {
      kind: 'file',
      value: 'FILE',
      meaning:
        'YAML file that says who reports. Without it, institution.yaml in the data folder. With --draft.',
    },
    particulars: {
      kind: 'file',
      value: 'FILE',
      meaning:
        'YAML or JSON file of names, addresses and documents of subjects, for those of whom a case has none. With --draft.',
    },
    template: {
      kind: 'file',
      value: 'FILE',
      meaning:
        'YAML file of the sentences that a report is told in. Without it, report-template.yaml in the data folder, or the one that comes with Lapwing. With --draft.',
    },
    ...settingsOptions,
  },
  examples: [
    {
      line: 'lapwing reports build --case 0123456789abcdef0123456789abcdef --format fincen-sar --out reports --draft',
      says: 'Draft the report of one case, to be read and approved.',
    },
    {
      line: 'lapwing reports build --all --format goaml --out reports',
      says: 'Write all that were approved.',
    },
  ],
  next: 'read the draft, ask for its approval in casework, and build it again without --draft.',
  async run({ values, terminal, now }) {
    const { out, format } = values
    if (out === undefined || format === undefined || (values.case === undefined) === !values.all) {
      throw wrongUse(
        'lapwing reports build needs --case ID or --all, --format FORMAT and --out DIR.',
        `Formats are ${formatNames.join(', ')}.`,
      )
    }
    const settings = await readSettings(terminal.environment, values.config)
    const packs = readPacks(values.data)
    const build = buildReport(() => packs)
    await mkdir(out, { recursive: true, mode: 0o700 })
    const shown = progress(terminal, now)
    const book = values.draft ? await openBook(values.data) : undefined
    const results = await atConsole(settings, values.data, async desk => {
      const draft = book === undefined ? async () => {} : await drafter(desk, book)
      const cases =
        values.case === undefined
          ? (await desk.perform(listReportable, {})).items.map(each => each.case_id)
          : [values.case]
      const found: BuiltReport[] = []
      for (const [at, case_id] of cases.entries()) {
        shown.show({ what: 'reports', fraction: at / cases.length, count: at, unit: 'reports' })
        found.push(await one(desk, case_id, draft))
      }
      return found
    }).finally(() => book?.close())
    shown.done()
    for (const each of results) {
      if (values.json) terminal.print(JSON.stringify(each))
      else terminal.print(...builtInWords(each))
    }
    return results.every(each => each.offered) ? exit.done : exit.someRefused

    async function one(
      desk: Desk,
      case_id: string,
      draft: (caseId: string) => Promise<unknown>,
    ): Promise<BuiltReport> {
      try {
        await draft(case_id)
        const asked = { case_id, format: format as FormatName, draft: values.draft }
        const { files, ...built } = await desk.perform(build, asked, reporting)
        for (const { name, content } of files) await writeFile(join(out!, name), content, { mode: 0o600 })
        return { ...built, files: files.map(({ name, sha256 }) => ({ file: join(out!, name), sha256 })) }
      } catch (error) {
        if (!(error instanceof LapwingError)) throw error
        const { code, message, place = case_id, remedy } = error
        const problem = { kind: 'rule' as const, place, message, ...(remedy === undefined ? {} : { remedy }) }
        return {
          case_id,
          format: format!,
          draft: values.draft,
          offered: false,
          code,
          files: [],
          problems: [problem],
          notices: [],
          faults: [],
        }
      }
    }

    async function drafter(desk: Desk, book: Book) {
      const template = values.template === undefined ? templateOf(values.data) : readTemplate(values.template)
      const institution = readInstitution(values.institution ?? institutionPlace(values.data))
      const draft = draftReport({
        jurisdictions: dutiesOf(settings).jurisdictions,
        institution: () => institution,
        template: () => template,
        readSources: () => readSources(values.data),
        readParties: asked => partiesOf(book, asked),
      })
      const subjects = values.particulars === undefined ? [] : await readSubjects(values.particulars)
      return (case_id: string) => desk.perform(draft, { case_id, subjects })
    }
  },
})

/** @throws LapwingError `particulars-invalid`, with every line that is wrong */
async function readSubjects(place: string): Promise<Particulars['subjects']> {
  const { subjects } = readChecked(place, await readFile(place, 'utf8'), subjectsFileSchema, {
    code: 'particulars-invalid',
    message: 'These particulars cannot be used.',
  })
  return subjects
}
