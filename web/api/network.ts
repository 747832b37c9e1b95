import type { z } from 'zod'
import type { networkSchema } from '../../src/server/network.ts'
import type { networkExportSchema } from '../../src/server/networkExport.ts'
import { change, type Purpose, read } from './ask.ts'

export type Network = z.output<typeof networkSchema>
export type NetworkNode = Network['nodes'][number]
export type NetworkEdge = Network['edges'][number]
export type NodeKind = NetworkNode['kind']
export type NodeName = Pick<NetworkNode, 'kind' | 'id'>
export type ChartFile = z.output<typeof networkExportSchema>['files'][number]
export type ChartFormat = 'csv' | 'json' | 'png' | 'svg'

/** RFC 3339; absent is without bound. */
export interface Period {
  readonly since?: string | undefined
  readonly until?: string | undefined
}

/** Where a chart begins: nodes as `customer:C-1`, one alert, one case. */
export interface Beginning {
  readonly from: readonly string[]
  readonly alert?: string | undefined
  readonly case?: string | undefined
}

export function readNetwork(
  beginning: Beginning,
  asked: Period & { readonly limit: number; readonly withOrdinary?: boolean; readonly purpose: Purpose },
  signal?: AbortSignal,
): Promise<Network> {
  const query = new URLSearchParams(beginning.from.map(each => ['from', each]))
  if (beginning.alert !== undefined) query.set('of_alert', beginning.alert)
  if (beginning.case !== undefined) query.set('of_case', beginning.case)
  if (asked.since !== undefined) query.set('since', asked.since)
  if (asked.until !== undefined) query.set('until', asked.until)
  if (asked.withOrdinary === false) query.set('with_ordinary', 'false')
  query.set('limit', String(asked.limit))
  return read(`/api/network?${query}`, { purpose: asked.purpose, ...(signal && { signal }) })
}

/** Files of these nodes and the links between them; none for a picture. The audit chain keeps that they were taken out. */
export const exportNetwork = (
  asked: Period & { readonly format: ChartFormat; readonly nodes: readonly string[] },
  purpose: Purpose,
) =>
  change<{ readonly exported_at: string; readonly files: readonly ChartFile[] }>(
    'POST',
    '/api/network/exports',
    { body: asked, purpose },
  )
