import { readFile } from 'node:fs/promises'
import { verifyAudit } from '../../access/operations/audit.ts'
import { type Anchor, readAnchors } from '../../audit/anchor.ts'
import type { Fault, Verification } from '../../audit/verify.ts'
import { LapwingError } from '../../domain/errors.ts'
import { readSettings } from '../../server/configuration.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'
import { readPublicKeyFile } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'

export const auditVerifyCommand = defineCommand({
  name: 'audit verify',
  summary: 'check that the audit chain is whole, and say where it is not',
  does: 'Compares every link of the audit chain with its hash and with the link before it: any change, deletion or reordering is found, and named by its number. That the newest links were cut off, or all were written anew, shows only against anchors that were kept elsewhere.',
  when: 'Use it regularly, and whenever the record is relied on. A store in a folder is open to one program: stop lapwing serve first, or ask it at GET /api/audit/verification.',
  options: {
    anchors: { kind: 'file', value: 'FILE', meaning: 'Anchors that lapwing audit anchor wrote.' },
    keys: {
      kind: 'files',
      value: 'PUBLIC...',
      meaning: 'Public keys of whoever may have signed the anchors.',
    },
    ...settingsOptions,
  },
  examples: [
    { line: 'lapwing audit verify', says: 'Check the chain of ./data.' },
    {
      line: 'lapwing audit verify --anchors anchors.jsonl --keys audit.pub',
      says: 'Check it against anchors as well.',
    },
  ],
  next: 'lapwing audit anchor signs the head, to be kept elsewhere.',
  async run({ values, terminal }) {
    if ((values.anchors === undefined) !== (values.keys.length === 0)) {
      throw wrongUse(
        '--anchors and --keys go together.',
        'An anchor counts only with the key that signed it.',
      )
    }
    const anchors = values.anchors === undefined ? [] : await anchorsIn(values.anchors, values.keys)
    const settings = await readSettings(terminal.environment, values.config)
    const verification = await atConsole(settings, values.data, desk =>
      desk.perform(verifyAudit, { anchors }),
    )
    const { links, faults, head, anchored } = verification
    if (values.json) {
      terminal.print(
        JSON.stringify({ right: faults.length === 0, links, faults, head: head ?? null, anchored }),
      )
    } else terminal.print(...linesOf(verification))
    if (faults.length === 0) return exit.done
    throw new LapwingError('audit-broken', `The audit chain is not whole: ${sentenceOf(faults[0]!)}.`, {
      remedy: 'Keep the store as it is for whoever looks into it, and compare with a backup.',
    })
  },
})

async function anchorsIn(path: string, keys: readonly string[]): Promise<readonly Anchor[]> {
  const publicKeys = await Promise.all(keys.map(readPublicKeyFile))
  const text = await readFile(path, 'utf8').catch(cause => {
    throw new LapwingError('no-file', 'There is no such file.', {
      place: path,
      remedy: 'Name the file that lapwing audit anchor wrote.',
      cause,
    })
  })
  return readAnchors(path, text, publicKeys)
}

function linesOf({ links, faults, anchored }: Verification): readonly string[] {
  if (faults.length > 0) return faults.map(sentenceOf)
  const compared =
    anchored === 0
      ? 'No anchor was compared: links cut off at the end would not show.'
      : `Compared with anchors up to link ${anchored}; what came after it could be cut off without a trace.`
  return [`The audit chain is whole: ${counted(links, 'link')}.`, compared]
}

const faultWords = {
  changed: 'was changed',
  missing: 'is missing',
  'does not follow the one before': 'does not follow the one before',
  'not as anchored': 'is not as it was anchored',
} as const satisfies Record<Fault['what'], string>

function sentenceOf({ sequence, what }: Fault): string {
  return `link ${sequence} ${faultWords[what]}`
}
