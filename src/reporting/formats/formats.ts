import { LapwingError } from '../../domain/errors.ts'
import type { Report } from '../model/report.ts'
import type { PackFormat, SchemaPack } from '../packs/pack.ts'
import type { Finding } from '../schema/shape.ts'
import { writeAustracWorksheet } from './austrac.ts'
import { writeCybertip } from './cybertip.ts'
import { writeFincen } from './fincen.ts'
import { writeGoaml } from './goaml.ts'
import type { WriteOptions, Written } from './write.ts'

/** Every format that a report can be built in, each by its one writer. */

export const formatNames = ['fincen-sar', 'goaml', 'cybertip', 'austrac-worksheet'] as const
export type FormatName = (typeof formatNames)[number]

export interface OfferedFile {
  /** What its name ends with: `.xml`. */
  readonly suffix: string
  readonly content: string | Uint8Array
}

export type Offered =
  | { readonly valid: true; readonly files: readonly OfferedFile[]; readonly notices: readonly Finding[] }
  | { readonly valid: false; readonly problems: readonly Finding[]; readonly notices: readonly Finding[] }

export interface Format {
  readonly name: FormatName
  /** The pack that this report is written by; undefined where the format has no schema. @throws LapwingError `pack-missing` */
  packFor(report: Report, packs: readonly SchemaPack[]): SchemaPack | undefined
  write(
    report: Report,
    options: Omit<WriteOptions, 'pack'> & { readonly pack: SchemaPack | undefined },
  ): Promise<Offered>
}

const formats: readonly Format[] = [
  bySchema('fincen-sar', writeFincen),
  bySchema('goaml', writeGoaml),
  bySchema('cybertip', writeCybertip),
  // AUSTRAC's schema is not public.
  { name: 'austrac-worksheet', packFor: () => undefined, write: writeAustracWorksheet },
]

export function formatOf(name: FormatName): Format {
  return formats.find(each => each.name === name)!
}

function bySchema(
  name: FormatName & PackFormat,
  write: (report: Report, options: WriteOptions) => Written,
): Format {
  return {
    name,
    packFor(report, packs) {
      const ofFormat = packs.filter(each => each.format === name)
      const found = ofFormat.find(
        ({ profile }) => profile === undefined || profile.jurisdiction === report.jurisdiction,
      )
      if (found !== undefined) return found
      const others = ofFormat.map(({ profile }) => profile!.jurisdiction).join(', ')
      throw new LapwingError(
        'pack-missing',
        ofFormat.length === 0
          ? `There is no schema of ${name} here.`
          : `There is no edition of ${name} for ${report.jurisdiction}, only for ${others}.`,
        {
          place: name,
          remedy: 'Take the schema from the authority, and add it: lapwing reports add-pack FILE.',
        },
      )
    },
    async write(report, options) {
      const written = write(report, { ...options, pack: options.pack! })
      if (!written.valid) return written
      return { ...written, files: [{ suffix: '.xml', content: written.text }] }
    },
  }
}
