import type { Options } from './command.ts'

/** What commands that walk the book ask alike: all must read the same cards. */
export const detectionOptions = {
  packs: {
    kind: 'files',
    value: 'DIR',
    meaning: 'Folders of typology packs. Without it, the reference pack that comes with Lapwing.',
  },
  overlay: {
    kind: 'file',
    value: 'DIR',
    meaning:
      "The institution's private limits, weights, lists and cards: a folder, one file, or a sealed file. Its values are never shown.",
  },
  'passphrase-file': {
    kind: 'file',
    value: 'FILE',
    meaning:
      'File with the passphrase of a sealed overlay. Without it, the environment variable LAPWING_PASSPHRASE.',
  },
  'require-signed': {
    kind: 'folder',
    value: 'KEYS',
    meaning:
      'Refuse packs and overlays that none of the public keys in this folder (files ending with .pub) has signed.',
  },
  weights: {
    kind: 'file',
    value: 'FILE',
    meaning: 'Weights that lapwing learn fitted. Without it, those that were adopted, if any.',
  },
  threads: {
    kind: 'whole',
    value: 'N',
    least: 1,
    most: 256,
    meaning: 'How many processor threads to use. Without it, as many as there are cores, where that helps.',
  },
} as const satisfies Options
