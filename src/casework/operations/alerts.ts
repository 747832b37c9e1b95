import { defineOperation } from '../../access/operation.ts'
import { findAlert, paymentsOf, readFindings } from '../alerts.ts'

/** The findings of the last run, best first. */
export const listAlerts = defineOperation({
  action: 'alert.list',
  resource: 'Alerts',
  personal: true,
  changes: false,
  run: (_, { data }: { readonly data: string }) => readFindings(data),
  detail: (_, { alerts }) => ({ alerts: alerts.length }),
})

/** One alert with its payments. @throws LapwingError `unknown-alert`, `ambiguous-alert` */
export const readAlert = defineOperation({
  action: 'alert.read',
  resource: 'Alerts',
  personal: true,
  changes: false,
  run: (_, { data, id }: { readonly data: string; readonly id: string }) => oneAlert(data, id),
  detail: (_, { alert }) => ({ alert_id: alert.alert_id }),
})

export async function oneAlert(data: string, id: string) {
  const { alerts, sources } = await readFindings(data)
  const alert = findAlert(alerts, id)
  return { alert, sources, rank: alerts.indexOf(alert) + 1, payments: await paymentsOf(data, alert) }
}
