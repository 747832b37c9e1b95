import type { Core } from 'cytoscape'
import type { Purpose } from '../api/ask.ts'
import { type ChartFormat, exportNetwork, type Period } from '../api/network.ts'
import { saveAs } from '../shell/saveAs.ts'

/** Asks the server for an export, which records it, and saves what comes; a picture is drawn here, after it was recorded. */
export async function saveChart(
  format: ChartFormat,
  nodes: readonly string[],
  {
    chart,
    ground,
    period,
    purpose,
  }: {
    readonly chart: Core
    readonly ground: string
    readonly period: Period
    readonly purpose: Purpose
  },
): Promise<readonly string[]> {
  const { files } = await exportNetwork({ ...period, format, nodes }, purpose)
  for (const { name, media_type, text } of files) saveAs(new Blob([text], { type: media_type }), name)
  if (format !== 'png') return files.map(({ name }) => name)
  const picture = await chart.png({
    output: 'blob-promise',
    full: true,
    scale: 2,
    maxWidth: 8_000,
    maxHeight: 8_000,
    bg: ground,
  })
  saveAs(picture, 'network.png')
  return ['network.png']
}
