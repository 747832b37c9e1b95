import type { Command } from './command.ts'
import { alertsArriveCommand } from './commands/alertsArrive.ts'
import { auditAnchorCommand } from './commands/auditAnchor.ts'
import { auditVerifyCommand } from './commands/auditVerify.ts'
import { backupCommand } from './commands/backup.ts'
import { calibrateCommand } from './commands/calibrate.ts'
import { coverageCommand } from './commands/coverage.ts'
import { detectCommand } from './commands/detect.ts'
import { disposalCommand } from './commands/disposal.ts'
import { driftCommand } from './commands/drift.ts'
import { evaluateCommand } from './commands/evaluate.ts'
import { explainCommand } from './commands/explain.ts'
import { importCommand } from './commands/import.ts'
import { kernelCommand } from './commands/kernel.ts'
import { learnCommand } from './commands/learn.ts'
import { matchCommand } from './commands/match.ts'
import { outcomesExportCommand } from './commands/outcomesExport.ts'
import { packsCheckCommand } from './commands/packsCheck.ts'
import { packsDiffCommand } from './commands/packsDiff.ts'
import { packsKeygenCommand } from './commands/packsKeygen.ts'
import { packsSealCommand } from './commands/packsSeal.ts'
import { packsSignCommand } from './commands/packsSign.ts'
import { packsTestCommand } from './commands/packsTest.ts'
import { packsVerifyCommand } from './commands/packsVerify.ts'
import { restoreCommand } from './commands/restore.ts'
import { sampleCommand } from './commands/sample.ts'
import { serveCommand } from './commands/serve.ts'
import { startCommand } from './commands/start.ts'
import { usersAddCommand } from './commands/usersAdd.ts'
import { worldCommand } from './commands/world.ts'

/** Every command, in the order of the work. */
export const commands: readonly Command[] = [
  startCommand,
  importCommand,
  coverageCommand,
  calibrateCommand,
  detectCommand,
  matchCommand,
  explainCommand,
  alertsArriveCommand,
  serveCommand,
  usersAddCommand,
  disposalCommand,
  auditVerifyCommand,
  auditAnchorCommand,
  backupCommand,
  restoreCommand,
  driftCommand,
  outcomesExportCommand,
  learnCommand,
  sampleCommand,
  evaluateCommand,
  kernelCommand,
  worldCommand,
  packsCheckCommand,
  packsTestCommand,
  packsDiffCommand,
  packsSealCommand,
  packsKeygenCommand,
  packsSignCommand,
  packsVerifyCommand,
]
