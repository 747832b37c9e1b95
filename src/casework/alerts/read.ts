import { defineOperation, type Work } from '../../access/operation.ts'
import type { PaymentRecord } from '../../book/evidence.ts'
import type { Alert } from '../../detection/alert.ts'
import { eq, getTableColumns } from '../../store/drizzle.ts'
import { alerts, caseAlerts } from '../../store/tables/casework.ts'
import { findAlert } from '../walls.ts'
import { inWords } from './inWords.ts'
import { shownAlert } from './shown.ts'

/**
 * One alert with all of its finding, as detection gave it last, in words, and with its payments as they were then; null where they were
 * not kept.
 */
export const readAlert = defineOperation({
  action: 'alert.read',
  resource: 'Alert',
  personal: true,
  changes: false,
  find: findAlert,
  async run(work: Work, { alert_id }: { readonly alert_id: string }) {
    const [found] = await work.transaction
      .select({ ...getTableColumns(alerts), caseId: caseAlerts.caseId })
      .from(alerts)
      .leftJoin(caseAlerts, eq(caseAlerts.alertId, alerts.alertId))
      .where(eq(alerts.alertId, alert_id))
    const { caseId, ...row } = found!
    return {
      ...shownAlert(row, caseId),
      finding: inWords(row.finding as Alert),
      payments: row.payments as readonly PaymentRecord[] | null,
    }
  },
})
