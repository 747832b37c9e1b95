import { hashOfJson } from '../../../domain/canonical.ts'
import { sha256 } from '../../../domain/hash.ts'
import { formatInstant } from '../../../domain/time.ts'
import type { Approval } from '../approvals/approval.ts'
import type { Jurisdictions } from '../suspicion/suspicion.ts'
import type { DisposalPlan } from './plan.ts'
import type { Removed } from './remove.ts'

export const certificateFormat = 'lapwing-disposal-1'

/**
 * What shows afterwards that records were let go rightly, without any of them: no name, no id of a case but its hash,
 * by which whoever still has the id can find it here.
 */
export function certificateOf(
  disposalId: string,
  at: number,
  { as_of, cases, content_hash }: DisposalPlan,
  removed: Removed,
  approval: Approval,
  jurisdictions: Jurisdictions,
) {
  const ofCountry = Map.groupBy(cases, each => each.jurisdiction)
  const keptFrom = cases.map(each => each.kept_from).sort()
  return {
    format: certificateFormat,
    disposal_id: disposalId,
    disposed_at: formatInstant(at),
    as_of,
    rules: [...ofCountry]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([country, ofIt]) => {
        const { keepYears, source } = jurisdictions.get(country)!
        return { country, keep_years: keepYears, source, cases: ofIt.length }
      }),
    /** When the first and the last period began to run. */
    period: { from: keptFrom[0]!, until: keptFrom.at(-1)! },
    counts: removed.counts,
    case_id_hashes: cases.map(each => hashOfCaseId(each.case_id)).sort(),
    approved_content_hash: content_hash,
    removed_hash: removed.hash,
    approvals: [
      {
        approval_id: approval.approval_id,
        asked_by: approval.asked_by,
        asked_at: approval.asked_at,
        decided_by: approval.decided_by!,
        decided_at: approval.decided_at!,
      },
    ],
  }
}
export type Certificate = ReturnType<typeof certificateOf>

/** Ids are 128 random bits: nobody finds one from its hash. */
export function hashOfCaseId(caseId: string): string {
  return sha256(`lapwing case id 1\n${caseId}`)
}

/** By which the audit chain holds the certificate. */
export function hashOfCertificate(certificate: Certificate): string {
  return hashOfJson(certificate, 'lapwing disposal certificate 1\n')
}
