import type { StylesheetJson } from 'cytoscape'

/** Kinds are told by shape first, as the legend draws them. */
export const shapes = {
  customer: 'ellipse',
  counterparty: 'round-rectangle',
  device: 'hexagon',
  identifier: 'diamond',
  group: 'round-octagon',
} as const

/** Beyond so many links arrows are left out, since they cost most of what is drawn; the pane beside says who pays whom. */
export const arrowsMax = 1_500

/** How a chart looks, in the colours of the theme; `colour` reads one of its tokens. */
export function chartStyle(colour: (token: string) => string, hasArrows: boolean): StylesheetJson {
  // A large chart is seen from afar: larger marks stay visible there.
  const size = (pixels: number) => (hasArrows ? pixels : pixels * 2.2)
  const [ink, soft, paper, line] = ['--ink', '--ink-soft', '--paper', '--line-strong'].map(colour)
  return [
    {
      selector: 'node',
      style: {
        width: size(26),
        height: size(26),
        shape: 'data(shape)' as 'ellipse',
        'background-color': paper!,
        'border-width': size(1.5),
        'border-color': line!,
        label: 'data(label)',
        color: ink!,
        'font-size': 10,
        'font-family': 'ui-sans-serif, system-ui, sans-serif',
        'text-valign': 'bottom',
        'text-margin-y': 3,
        'text-wrap': 'wrap',
        'text-max-width': '120px',
        'min-zoomed-font-size': 7,
        'text-background-color': colour('--ground'),
        'text-background-opacity': 0.75,
      },
    },
    { selector: 'node[kind = "customer"]', style: { 'background-color': colour('--chosen') } },
    {
      selector: 'node[kind = "identifier"], node[kind = "device"]',
      style: { width: size(22), height: size(22) },
    },
    {
      selector: 'node[kind = "group"]',
      style: { width: size(38), height: size(38), 'border-style': 'double', 'border-width': 4 },
    },
    { selector: 'node[?ordinary]', style: { 'border-style': 'dashed', color: soft! } },
    { selector: 'node[?opened]', style: { 'border-width': 3, 'border-color': ink!, 'font-weight': 'bold' } },
    {
      selector: 'node[alerts > 0]',
      style: { 'border-width': 3, 'border-color': colour('--evidence'), width: size(32), height: size(32) },
    },
    { selector: 'node[?protect]', style: { 'border-color': colour('--protect'), 'border-width': 4 } },
    {
      selector: 'edge',
      style: {
        width: 'data(width)' as unknown as number,
        'line-color': line!,
        'line-opacity': hasArrows ? 0.6 : 0.8,
        // Straight ones cost more: they are worth it for arrows alone.
        ...(hasArrows
          ? {
              'curve-style': 'bezier' as const,
              'target-arrow-shape': 'data(arrow)' as 'triangle',
              'target-arrow-color': line!,
              'arrow-scale': 0.8,
            }
          : { 'curve-style': 'haystack' as const, 'haystack-radius': 0 }),
      },
    },
    { selector: 'edge[by = "device"]', style: { 'line-style': 'dashed' } },
    { selector: 'edge[by = "identifier"]', style: { 'line-style': 'dotted' } },
    {
      selector: '.near',
      style: { 'line-color': colour('--link'), 'target-arrow-color': colour('--link'), 'line-opacity': 1 },
    },
    {
      selector: 'edge.labelled',
      style: {
        label: 'data(label)',
        color: ink!,
        'font-size': 9,
        'min-zoomed-font-size': 8,
        'text-background-color': paper!,
        'text-background-opacity': 0.9,
        'text-background-padding': '2px',
      },
    },
    { selector: '.faint', style: { opacity: 0.25 } },
    {
      selector: '.path',
      style: {
        'line-color': colour('--focus'),
        'target-arrow-color': colour('--focus'),
        'line-opacity': 1,
        opacity: 1,
      },
    },
    { selector: 'node.path', style: { 'border-color': colour('--focus'), 'border-width': 4 } },
    {
      selector: 'node.found',
      style: { 'underlay-color': colour('--focus'), 'underlay-opacity': 0.25, 'underlay-padding': 6 },
    },
    {
      selector: 'node.pinned',
      style: {
        'underlay-color': soft!,
        'underlay-opacity': 0.25,
        'underlay-padding': 3,
        'underlay-shape': 'ellipse',
      },
    },
    {
      selector: 'node.mark',
      style: { 'border-color': colour('--focus'), 'border-style': 'dotted', 'border-width': 4 },
    },
    {
      selector: 'node.focus',
      style: {
        'underlay-color': colour('--focus'),
        'underlay-opacity': 0.45,
        'underlay-padding': 5,
        'min-zoomed-font-size': 0,
        'font-weight': 'bold',
        'z-index': 10,
        opacity: 1,
      },
    },
  ]
}
