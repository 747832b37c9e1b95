import { LapwingError } from '../../domain/errors.ts'
import { readFolder } from '../../typology/folder.ts'
import { referencePack } from '../../typology/referencePack.ts'
import { type Verified, verifyFolder } from '../../typology/signature.ts'
import { defineCommand, exit } from '../command.ts'
import { readPublicKeyFile } from '../secretFiles.ts'
import { counted } from '../terminal/numbers.ts'
import { safe } from '../terminal/width.ts'

export const packsVerifyCommand = defineCommand({
  name: 'packs verify',
  summary: 'check that a pack or an overlay is, to the byte, what was signed',
  does: 'Compares every file with manifest.json and names each that was changed, added or removed. With --key it also checks that this key signed the manifest; without it, a signature is not looked at, and that is said.',
  when: 'Use it on a pack that came from elsewhere, and before a release goes live.',
  options: {
    key: {
      kind: 'file',
      value: 'PUBLIC',
      meaning: 'The public key of whoever should have signed it. Without it, only the hashes are checked.',
    },
  },
  words: { name: 'DIR', meaning: 'The pack or overlay. Without one, the reference pack.', least: 0, most: 1 },
  examples: [
    { line: 'lapwing packs verify', says: 'Check the files of the reference pack against its manifest.' },
    {
      line: 'lapwing packs verify our-pack --key release.pub',
      says: 'Check files and signature.',
    },
  ],
  next: 'lapwing packs diff says what a new version would do before it goes live.',
  async run({ values, words, terminal }) {
    const directory = words[0] ?? referencePack
    const keys = values.key === undefined ? undefined : [await readPublicKeyFile(values.key)]
    const folder = await readFolder(directory)
    const verified = verifyFolder(folder, keys)
    const wrong = verified.signature === 'wrong' || verified.signature === 'by another key'
    const unsigned = keys !== undefined && verified.signature === 'none'
    const isRight = verified.mismatches.length === 0 && !wrong && !unsigned
    if (values.json) terminal.print(JSON.stringify({ right: isRight, ...summaryOf(verified) }))
    else terminal.print(...linesOf(verified).map(safe))
    if (isRight) return exit.done
    throw new LapwingError('pack-not-as-signed', 'This pack is not what was signed.', {
      place: directory,
      remedy: 'Take it from a copy that is whole, or review the changes and sign it again.',
    })
  },
})

function summaryOf({ identity, digest, mismatches, signature, key }: Verified) {
  return {
    pack: identity?.name ?? null,
    version: identity?.version ?? null,
    digest: digest ?? null,
    signature,
    key: key ?? null,
    mismatches,
  }
}

const mismatchWords = {
  changed: 'was changed',
  added: 'was added',
  removed: 'was removed',
  missing: 'is missing: this pack has no manifest',
  'not a manifest': 'is no manifest that can be read',
  'not canonical': 'is not as Lapwing writes it',
} as const

function linesOf({ identity, digest, mismatches, signature, key }: Verified): string[] {
  const about = identity === undefined ? 'This pack' : `${identity.name} ${identity.version}`
  const signatureWords = {
    none: 'There is no signature.',
    right: `Signed by the key ${key}.`,
    wrong: 'signature.json: the signature is not right for this manifest.',
    'by another key': `signature.json: signed by the key ${key}, not by the one given.`,
    'not checked': `There is a signature by the key ${key}; it was not checked. Give --key PUBLIC.`,
  }[signature]
  return [
    ...mismatches.map(({ file, what }) => `${file}: ${mismatchWords[what]}`),
    signatureWords,
    ...(mismatches.length === 0
      ? [`${about}: every file is as the manifest says. Digest ${digest}.`]
      : [`${about}: ${counted(mismatches.length, 'difference')} from the manifest.`]),
  ]
}
