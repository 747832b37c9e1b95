import { receiveAndCashOut } from './conduct/facilitator.ts'
import { payAtADistance, payOnceOrTwice } from './conduct/live-distance.ts'
import { payExtorter } from './conduct/sextortion.ts'
import { travel } from './conduct/traveller.ts'
import type { Life } from './life.ts'
import type { Role } from './planting.ts'
import { substream } from './random.ts'

/** What a planted subject does beside an ordinary life. */
export function act(life: Life, role: Role): void {
  const random = substream(life.scene.seed, 'conduct', role.kind, life.person.index)
  switch (role.kind) {
    case 'live-distance-payer':
      return payAtADistance(life, random, role)
    case 'one-off-payer':
      return payOnceOrTwice(life, random, role)
    case 'facilitator':
      return receiveAndCashOut(life, random)
    case 'sextortion-victim':
      return payExtorter(life, random)
    case 'traveller':
      return travel(life, random, role)
  }
}
