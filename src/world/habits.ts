import { keepBills } from './habits/bills.ts'
import { collectFees, doOddJobs } from './habits/clubs.ts'
import { invest } from './habits/crypto.ts'
import { supportFamily } from './habits/family-support.ts'
import { workForAbroad } from './habits/freelance-abroad.ts'
import { giveAbroad } from './habits/giving-abroad.ts'
import { house } from './habits/housing.ts'
import { earn } from './habits/income.ts'
import { enjoy } from './habits/leisure.ts'
import { writeInPayments } from './habits/messages.ts'
import { letOut, study, trade } from './habits/occupations.ts'
import { sellOnline } from './habits/online-selling.ts'
import { loseToRomanceFraud, payForServicesAbroad } from './habits/services-abroad.ts'
import { workInSexIndustry } from './habits/sex-work.ts'
import { collectRent } from './habits/shared-house.ts'
import { spend } from './habits/spending.ts'
import { moveOwnMoney, settleWithFriends } from './habits/transfers.ts'
import { goAbroad } from './habits/travel.ts'
import { growUp } from './habits/youth.ts'
import type { Life } from './life.ts'
import { type Random, substream } from './random.ts'

type Habit = (life: Life, random: Random) => void

const habits: readonly (readonly [string, Habit])[] = [
  ['earn', earn],
  ['house', house],
  ['bills', keepBills],
  ['spend', spend],
  ['friends', settleWithFriends],
  ['own money', moveOwnMoney],
  ['youth', growUp],
  ['family', supportFamily],
  ['giving', giveAbroad],
  ['work abroad', workForAbroad],
  ['leisure', enjoy],
  ['travel', goAbroad],
  ['study', study],
  ['let', letOut],
  ['trade', trade],
  ['sell online', sellOnline],
  ['sex work', workInSexIndustry],
  ['fees', collectFees],
  ['odd jobs', doOddJobs],
  ['invest', invest],
  ['services abroad', payForServicesAbroad],
  ['romance fraud', loseToRomanceFraud],
  ['messages', writeInPayments],
  ['shared house', collectRent],
]

/** Everything that ordinary people do; each habit has its own stream and asks the person whether it is theirs. */
export function liveOrdinarily(life: Life): void {
  for (const [name, habit] of habits) habit(life, substream(life.scene.seed, name, life.person.index))
}
