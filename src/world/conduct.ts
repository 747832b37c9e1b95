import { buyWithCrypto } from './conduct/crypto-purchaser.ts'
import { receiveAndCashOut } from './conduct/facilitator-receiver.ts'
import { payAtADistance, payOnceOrTwice } from './conduct/live-distance.ts'
import { conductStream } from './conduct/manner.ts'
import { sellMaterial } from './conduct/material-merchant.ts'
import { buyMaterial } from './conduct/material-purchaser.ts'
import { launderProceeds } from './conduct/proceeds-launderer.ts'
import { bePaidByAdults, buyFromMinors } from './conduct/self-generated.ts'
import { payExtorter, refuseExtorter } from './conduct/sextortion.ts'
import { collectForExtorters } from './conduct/sextortion-mule.ts'
import { travel } from './conduct/traveller.ts'
import type { Life } from './life.ts'
import type { Role } from './roles.ts'

/** What a planted subject does beside an ordinary life. */
export function act(life: Life, role: Role): void {
  const random = conductStream(life, role.kind)
  switch (role.kind) {
    case 'live-distance-payer':
      return payAtADistance(life, random, role)
    case 'one-off-payer':
      return payOnceOrTwice(life, random, role)
    case 'facilitator-receiver':
      return receiveAndCashOut(life, random)
    case 'material-purchaser':
      return buyMaterial(life, random, role)
    case 'crypto-purchaser':
      return buyWithCrypto(life, random)
    case 'traveller':
      return travel(life, random, role)
    case 'sextortion-victim':
      return payExtorter(life, random, role)
    case 'sextortion-approached':
      return refuseExtorter(life, random)
    case 'sextortion-mule':
      return collectForExtorters(life, random, role)
    case 'self-generated-buyer':
      return buyFromMinors(life, random, role)
    case 'self-generated-victim':
      return bePaidByAdults(life, random)
    case 'material-merchant':
      return sellMaterial(life, random, role)
    case 'proceeds-launderer':
      return launderProceeds(life, random)
  }
}
