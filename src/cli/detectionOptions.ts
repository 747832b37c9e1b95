import type { Options } from './command.ts'

/** What calibrate and detect ask alike: both must read the same cards. */
export const detectionOptions = {
  packs: {
    kind: 'files',
    value: 'DIR',
    meaning: 'Folders of typology packs. Without it, the reference pack that comes with Lapwing.',
  },
  overlay: {
    kind: 'file',
    value: 'FILE',
    meaning: "The institution's private limits, weights and term lists. Its values are never shown.",
  },
  threads: {
    kind: 'whole',
    value: 'N',
    least: 1,
    most: 256,
    meaning: 'How many processor threads to use. Without it, as many as there are cores, where that helps.',
  },
} as const satisfies Options
