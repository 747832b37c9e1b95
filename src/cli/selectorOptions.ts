import type { Options } from './command.ts'

/** Intelligence from partners and publishers: what calibrate, detect, start and match take alike. */
export const selectorOptions = {
  selectors: {
    kind: 'files',
    value: 'FILE',
    meaning:
      'Selectors that partners or publishers have named, CSV or JSON Lines: accounts, wallets, e-mails, phones, handles, devices, merchants; plain or as keyed hashes.',
  },
  'selector-key': {
    kind: 'texts',
    value: 'KEYID=FILE',
    meaning: 'File with the key, in hexadecimal digits, that hashes with this key_id were made with.',
  },
} as const satisfies Options
