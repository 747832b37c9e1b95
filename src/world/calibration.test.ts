import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  extortionFigures,
  type Figure,
  ordinaryFigures,
  payerFigures,
  receiverFigures,
} from './calibration.ts'

/** Prints each generated figure beside the published one, and holds those that the world keeps to their band. */
function kept(figures: readonly Figure[], say: (line: string) => void): void {
  for (const { what, published, generated, unit, band } of figures) {
    const number = unit === 'share' ? `${(generated * 100).toFixed(1)} %` : `${generated.toFixed(2)} ${unit}`
    say(`${what}: ${number}; published ${published}${band === undefined ? ' (not kept)' : ''}`)
    assert.ok(Number.isFinite(generated), what)
    if (band !== undefined) assert.ok(generated >= band[0] && generated <= band[1], `${what}: ${number}`)
  }
}

test('payers at a distance follow the published figures', context =>
  kept(payerFigures(), line => context.diagnostic(line)))
test('receivers follow the published figures', context =>
  kept(receiverFigures(), line => context.diagnostic(line)))
test('extortion follows the published figures', context =>
  kept(extortionFigures(), line => context.diagnostic(line)))
test('ordinary senders follow the published figures', context =>
  kept(ordinaryFigures(), line => context.diagnostic(line)))
