import { listDisposable, runDisposal } from '../../casework/duties/disposal/disposals.ts'
import type { DisposalPlan } from '../../casework/duties/disposal/plan.ts'
import { readSettings } from '../../server/configuration.ts'
import { dutiesOf } from '../../server/duties.ts'
import { wrongUse } from '../arguments.ts'
import { defineCommand, exit } from '../command.ts'
import { atConsole, settingsOptions } from '../office.ts'
import { counted } from '../terminal/numbers.ts'

export const disposalCommand = defineCommand({
  name: 'disposal',
  summary: 'remove cases that need no longer be kept, and leave a certificate',
  does: 'Removes closed cases whose period of keeping is over, with all that hangs on them, once two people approved exactly those. Cases on legal hold, with a standing request to keep open, or with a suspicion that is not decided stay, and are listed. A certificate without personal data stays, and the audit chain holds its hash.',
  when: 'Use it every month. Asking for the approval and giving it are done by two reporting officers in the interface of casework. A store in a folder is open to one program: stop lapwing serve first, or use POST /api/disposals.',
  options: {
    'dry-run': { kind: 'flag', meaning: 'Only list what is due, and what is kept all the same.' },
    approval: { kind: 'text', value: 'ID', meaning: 'The approval to act upon.' },
    ...settingsOptions,
  },
  examples: [
    { line: 'lapwing disposal --dry-run', says: 'List what is due.' },
    {
      line: 'lapwing disposal --approval 0123456789abcdef0123456789abcdef',
      says: 'Remove what was approved.',
    },
  ],
  next: 'lapwing audit verify shows that the chain is whole afterwards.',
  async run({ values, terminal }) {
    const { approval } = values
    if (values.dryRun === (approval !== undefined)) {
      throw wrongUse('lapwing disposal needs --dry-run or --approval ID.', 'Begin with --dry-run.')
    }
    const settings = await readSettings(terminal.environment, values.config)
    const { jurisdictions } = dutiesOf(settings)
    if (approval === undefined) {
      const plan = await atConsole(settings, values.data, desk =>
        desk.perform(listDisposable(jurisdictions), {}),
      )
      if (values.json) terminal.print(JSON.stringify(plan))
      else terminal.print(...linesOf(plan))
      return exit.done
    }
    const done = await atConsole(settings, values.data, desk =>
      desk.perform(runDisposal(jurisdictions), { approval_id: approval }),
    )
    const { certificate, certificate_hash } = done
    const cases = counted(certificate.counts.cases ?? 0, 'case')
    if (values.json) terminal.print(JSON.stringify(done))
    else
      terminal.print(`Removed ${cases}. Certificate ${certificate.disposal_id}, SHA-256 ${certificate_hash}.`)
    return exit.done
  },
})

function linesOf({ cases, withheld, further }: DisposalPlan): readonly string[] {
  return [
    `${counted(cases.length + further, 'case')} need no longer be kept; one run removes up to ${cases.length}.`,
    ...cases.map(each => `  ${each.case_id}  kept until ${each.kept_until} (${each.jurisdiction})`),
    ...withheld.map(each => `  ${each.case_id}  stays: ${each.reason.replaceAll('_', ' ')}`),
  ]
}
